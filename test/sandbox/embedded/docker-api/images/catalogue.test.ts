import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {parseReference} from '../../../../../src/sandbox/embedded/docker-api/images/reference.ts';
import {catalogue} from '../../../../../src/sandbox/embedded/runtime/images/catalogue.ts';
import {defineImage} from '../../../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {createHub} from '../../../../../src/sandbox/embedded/runtime/images/hub.ts';
import {imageEngine} from './harness.ts';
import {tinyCatalogue} from './tiny-images.ts';

const folder = new URL('../../../../../src/sandbox/embedded/runtime/images/', import.meta.url);

describe('the catalogue', () => {
  it('has a line for every file that defines an image', () => {
    const lines = readFileSync(new URL('catalogue.ts', folder), 'utf8');
    const files = readdirSync(folder).filter((name) =>
      /\bdefineImage\(\{/.test(readFileSync(new URL(name, folder), 'utf8')),
    );
    expect(files.filter((name) => !lines.includes(`from './${name}'`))).toEqual([]);
  });

  it('has names and times that are some', () => {
    createHub(catalogue);
    for (const {names, created, layers} of catalogue) {
      for (const name of names) expect(parseReference(name).tag, name).toBeDefined();
      for (const time of [created, ...layers.map((layer) => layer.created ?? created)])
        expect(Date.parse(time)).not.toBeNaN();
    }
  });

  it('gives every image the same digests in every engine', async () => {
    for (const definition of catalogue) {
      const [one, other] = await Promise.all([1, 2].map(() => imageEngine().daemon.images.ofCatalogue(definition)));
      expect(other?.manifestDigest, definition.names[0]).toBe(one?.manifestDigest);
    }
  }, 60_000);
});

describe('an image that is defined', () => {
  it('has digests that stay the same from version to version', async () => {
    const {images} = imageEngine().daemon;
    const made = await Promise.all(tinyCatalogue.map((definition) => images.ofCatalogue(definition)));
    expect(made.map(({id, manifestDigest}) => [id.slice(7, 19), manifestDigest.slice(7, 19)])).toEqual([
      ['1aa279ab7e44', '31f64a2eec6b'],
      ['e5f9c46b6f32', '6c2d77b898e6'],
      ['bceb92220287', '2c8e49bfa49c'],
      ['0cf03d4f4979', '9fda37e537f5'],
    ]);
  });

  it('says what is wrong with it', () => {
    const image = (names: readonly string[]): ReturnType<typeof defineImage> =>
      defineImage({names, created: '2025-01-01T00:00:00Z', config: {}, layers: []});
    expect(() => createHub([image(['x:1']), image(['docker.io/library/x:1'])])).toThrow(
      'two images of the catalogue are',
    );
    expect(() => createHub([image(['x'])])).toThrow('x is no name with a tag');
  });

  it.each([
    [{'/a': {text: ''}, '/a/b': {text: ''}}, '/a leads through a, which is no directory'],
    [{'/l': {link: '/nowhere'}}, '/l links to /nowhere, which is no file of the same layer'],
  ])('with files that cannot be is refused', async (files, message) => {
    const definition = defineImage({
      names: ['x:1'],
      created: '2025-01-01T00:00:00Z',
      config: {},
      layers: [{createdBy: 'x', files}],
    });
    await expect(imageEngine().daemon.images.ofCatalogue(definition)).rejects.toThrow(message);
  });
});
