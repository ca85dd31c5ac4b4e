/** Which congestion control TCP connections get unless they ask (tcp(7)). */
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'congestion-control',
  label: 'TCP congestion control',
  why: 'A control that paces, such as bbr, makes a loopback connection wait for a timer; copybench asks for cubic on its own connections.',
  look({ files }) {
    const chosen = files.read('/proc/sys/net/ipv4/tcp_congestion_control');
    // Whoever has CAP_NET_ADMIN may ask for every one that there is (tcp(7), TCP_CONGESTION).
    const list = process.getuid?.() === 0 ? 'available' : 'allowed';
    const allowed = files.read(`/proc/sys/net/ipv4/tcp_${list}_congestion_control`)?.split(/\s+/);
    if (chosen === null) return unknown('/proc/sys/net/ipv4 does not tell');
    if (chosen === 'cubic' || chosen === 'reno') return good(chosen);
    const may = allowed?.includes('cubic')
      ? 'cubic may be asked for'
      : 'cubic may not be asked for';
    return note(
      `${chosen}; ${may}`,
      'Programs that do not ask are measured with it: `sysctl net.ipv4.tcp_congestion_control=cubic`.',
    );
  },
});
