import {expect, it} from 'vitest';
import {installedPrograms} from '../../../src/sandbox/embedded/installed-programs.ts';
import {laterPrograms} from '../../../src/sandbox/embedded/later-programs.ts';
import {createBackplane, kubernetesPrograms} from '../../../src/sandbox/embedded/node/programs.ts';
import {catalogue} from '../../../src/sandbox/embedded/runtime/images/catalogue.ts';

it('every program an image of the catalogue has is installed', () => {
  const installed = installedPrograms();
  const missing = catalogue.flatMap(({names, layers}) =>
    layers.flatMap((layer) =>
      Object.entries('files' in layer ? layer.files : {}).flatMap(([path, file]) =>
        'program' in file && !installed.has(file.program) ? [`${names[0]} ${path}: ${file.program}`] : [],
      ),
    ),
  );
  expect(missing).toEqual([]);
});

it('the shell is a program, and an applet of busybox', () => {
  expect([...installedPrograms().keys()]).toEqual(expect.arrayContaining(['busybox', 'sh']));
});

it('every program of a cluster can be loaded when it is first run, and no other', () => {
  const namesOf = (programs: readonly {readonly name: string}[]): readonly string[] => programs.map(({name}) => name);
  const there = kubernetesPrograms(createBackplane({downloadPace: 0}));
  expect(namesOf(laterPrograms({downloadPace: 0})).toSorted()).toEqual(namesOf(there).toSorted());
});
