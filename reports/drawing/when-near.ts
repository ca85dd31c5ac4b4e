/** Work that waits until its place comes near the screen: a page may have thousands of charts and tables. */

const NEAR = '600px';

/** Calls `act` whenever an element comes near; returns the watcher, to look again. */
export function whenNear(
  elements: Iterable<Element>,
  act: (element: Element) => void,
): IntersectionObserver {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) act(target);
    },
    { rootMargin: NEAR },
  );
  for (const element of elements) watcher.observe(element);
  return watcher;
}
