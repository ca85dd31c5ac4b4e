// A server that speaks the harness's protocol and misbehaves as its argument says.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const [fault] = process.argv.slice(2);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
let requests = 0;
let sizeBytes = 0;

function serve(request, response) {
  requests++;
  const range = /bytes=0-(\d+)/.exec(request.headers.range ?? '');
  const length = range ? Number(range[1]) + 1 : sizeBytes;
  if (fault === 'dies' && requests > 12) process.exit(7);
  if (fault === 'breaks-off' && requests > 12) {
    response.writeHead(200, { 'Content-Length': length });
    response.write(Buffer.alloc(10));
    setImmediate(() => response.destroy());
    return;
  }
  const short = fault === 'short' && !range ? 1 : 0;
  const closes = fault === 'closes' ? { Connection: 'close' } : {};
  const status = fault === 'refuses' && !range ? 503 : range ? 206 : 200;
  response.writeHead(status, { 'Content-Length': length - short, ...closes });
  response.end(Buffer.alloc(length - short, fault === 'wrong-bytes' ? 1 : 7));
}

const server = createServer(serve);
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.type === 'serve') {
    const { statSync } = await import('node:fs');
    sizeBytes = statSync(order.files[0].path).size;
    if (fault === 'garbage') process.stdout.write('Listening!\n');
    else
      server.listen(0, '127.0.0.1', () =>
        say({ type: 'serving', port: server.address().port, congestion: null }),
      );
  } else if (order.type === 'begin') say({ type: 'begun' });
  else say({ type: 'cost', usage: null, loopDelay: null });
}
process.exit();
