/** The process that holds the ballast: builds it, says so in one line, and keeps it until its stdin ends. */
import { loadAddon } from '../binding/load.js';

process.on('SIGINT', () => undefined);

const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.reason);
const ballast = await loaded.addon.buildBallast(Number(process.argv[2]));
process.stdout.write(`${JSON.stringify(ballast)}\n`);
process.stdin.resume();
