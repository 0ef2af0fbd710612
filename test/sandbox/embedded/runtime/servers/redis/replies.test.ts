import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {asResp, comparable, redisCases, wordsOf} from './cases.ts';
import {openRedis} from './machine.ts';

const recorded: {readonly [group: string]: readonly string[]} = JSON.parse(
  readFileSync(new URL('replies.json', import.meta.url), 'utf8'),
);

/** What differs with the version, the port and the number of the connection. */
function stable(reply: string): string {
  return reply
    .replace(/\$\d\r\n7\.\d\.\d+\r\n/, '$version\r\n')
    .replace(/\$\d\r\n(17379|6379)\r\n/, '$port\r\n')
    .replace(/(\$2\r\nid\r\n):\d+/, '$1:id');
}

describe('redis replies as the real one does', () => {
  for (const [group, commands] of Object.entries(redisCases))
    describe(group, async () => {
      const {ask} = await openRedis();
      it.each(commands.map((command, index) => [index, command] as const))('%d %s', async (index, command) => {
        const reply = await ask(asResp(wordsOf(command)));
        const expected = recorded[group]?.[index] ?? 'nothing recorded';
        expect(stable(comparable(command, reply))).toBe(stable(comparable(command, expected)));
      });
    });
});
