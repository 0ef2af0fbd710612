import {render, Text, useInput} from 'ink';
import {useState} from 'react';
import {expect, it} from 'vitest';
import {createFakeInput, createFakeOutput} from '../../../src/ui/terminal/fake-stdio.ts';
import {withoutEscapes} from '../../../src/ui/terminal/width.ts';
import {until} from '../../support/until.ts';

function Counter() {
  const [pressed, setPressed] = useState('');
  useInput((input) => setPressed((before) => before + input));
  return <Text>{`first\npressed ${pressed}`}</Text>;
}

it('Ink draws whole frames into the fake output and hears the fake keyboard', async () => {
  let frame: readonly string[] = [];
  const output = createFakeOutput({columns: 40, rows: 10}, (lines) => {
    frame = lines;
  });
  const input = createFakeInput();
  const instance = render(<Counter />, {
    stdout: output.stream,
    stdin: input.stream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const shown = () => frame.map((line) => withoutEscapes(line).trimEnd()).join('|');
  expect(await until(shown, (text) => text === 'first|pressed')).toBe('first|pressed');
  input.write(Buffer.from('x'));
  expect(await until(shown, (text) => text.endsWith('x'))).toBe('first|pressed x');
  instance.unmount();
});
