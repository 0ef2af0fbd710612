import {defineApplet} from '../applet.ts';
import {Failure} from '../failure.ts';
import {addressOf, cannotConnect, dial, portNumber, socketOf} from '../net/dialing.ts';
import {relay} from '../net/relay.ts';

export const telnet = defineApplet({
  names: ['telnet'],
  usage: '[-a] [-l USER] HOST [PORT]\n\nConnect to a port, 23 otherwise, and talk to it',
  options: {short: 'al:'},
  operands: [1, 2],
  async run(call) {
    const [host = '', port = '23'] = call.operands;
    const address = await addressOf(call, host);
    const connection = await dial(call.process, {address, port: portNumber(port)}).catch((error: unknown) => {
      throw cannotConnect(address, error);
    });
    await call.process.complain(`Connected to ${host}`);
    if (call.process.terminal) await call.process.complain('\nEntering line mode\nUse ^C to quit.');
    await relay(call.process, socketOf(call.process, connection), {received: withoutCommands});
    throw new Failure('', 1);
  },
});

/** Without the negotiation of terminals: it begins with a byte 255. https://www.rfc-editor.org/rfc/rfc854 */
function withoutCommands(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== 255) kept.push(byte);
    else if (bytes[at + 1] === 255) {
      kept.push(255);
      at += 1;
    } else at += (bytes[at + 1] ?? 0) >= 251 ? 2 : 1;
  }
  return Uint8Array.from(kept);
}
