import {describe, expect, it} from 'vitest';
import {createBox} from './box.ts';
import {commandLine, corpusFolder, type Recorded, readCorpus} from './corpus.ts';

async function run(recorded: Recorded): Promise<Omit<Recorded, 'script' | 'as'>> {
  const {script, as} = recorded;
  const box = createBox({files: as === 'file' ? {[`${corpusFolder}/t.sh`]: script} : {}});
  const ran = await box.run(commandLine(recorded), as === 'input' ? {input: script} : {});
  expect(box.faults).toEqual([]);
  return ran;
}

const corpus = readCorpus();

it('has a corpus of recorded scripts', () => {
  expect([...corpus.values()].flat().length).toBeGreaterThanOrEqual(250);
});

describe.each([...corpus])('the shell says what busybox says about %s', (_topic, recordings) => {
  it.each(recordings.map((recorded) => [recorded.script, recorded] as const))('%s', async (_script, recorded) => {
    const {out, err, code} = recorded;
    expect(await run(recorded)).toEqual({out, err, code});
  });
});
