import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Played} from './corpus/corpus.ts';
import {differences} from './corpus/differences.ts';
import {play} from './corpus/play.ts';
import {scenes} from './corpus/scenes/index.ts';

/** What a real busybox made of the same commands; `record.ts` writes it. */
const recorded: {readonly [scene: string]: readonly Played[]} = JSON.parse(
  readFileSync(new URL('corpus/recorded.json', import.meta.url), 'utf8'),
);

describe('the corpus', () => {
  it('has at least 400 commands, and a real busybox has run all of them', () => {
    const commands = Object.values(recorded).flatMap((scene) => scene.map(({command}) => command));
    expect(commands.length).toBeGreaterThanOrEqual(400);
    expect(Object.entries(recorded).map(([name, played]) => [name, played.map(({command}) => command)])).toEqual(
      scenes.map(({name, commands: all}) => [name, all]),
    );
  });

  it('knows a reason for every difference, and has none that is no difference any more', () => {
    for (const {scene, command, ours} of differences) {
      const real = recorded[scene]?.find((played) => played.command === command);
      expect(real, `${scene}: ${command}`).toBeDefined();
      expect({...real, ...ours}, `${scene}: ${command}`).not.toEqual(real);
    }
  });

  it.each(scenes.map((scene) => [scene.name, scene] as const))('%s does what busybox does', async (name, scene) => {
    const expected = recorded[name]?.map((played) => {
      const known = differences.find((each) => each.scene === name && each.command === played.command);
      return {...played, ...known?.ours};
    });
    expect(await play(scene)).toEqual(expected);
  });
});
