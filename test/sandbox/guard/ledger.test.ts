import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Clock} from '../../../src/clock.ts';
import {type Ledger, type LedgerEntry, openLedger} from '../../../src/sandbox/guard/ledger.ts';

const clock: Clock = {now: () => Date.UTC(2024, 0, 2), after: () => () => undefined};
const opened: Ledger[] = [];
let folder = '';
let file = '';

async function open(): Promise<Ledger> {
  const ledger = await openLedger(file, clock);
  opened.push(ledger);
  return ledger;
}

function made(kind: LedgerEntry['kind'], name: string, more: Partial<LedgerEntry> = {}) {
  return {kind, name, realName: name, id: `${kind}-${name}`, keep: 'no' as const, ...more};
}

const names = (entries: readonly LedgerEntry[]) => entries.map((entry) => entry.name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'deep', 'ledger.jsonl');
});

afterEach(() => {
  for (const ledger of opened.splice(0)) ledger.close();
  rmSync(folder, {recursive: true});
});

describe('a ledger', () => {
  test('remembers what was added, over a restart, in order', async () => {
    const first = await open();
    const web = first.add(made('container', 'web'));
    first.add(made('network', 'shop'));
    expect(web).toEqual({...made('container', 'web'), seq: 1, at: clock.now()});
    const second = await open();
    expect(second.entries()).toEqual(first.entries());
    expect(second.head()).toBe(first.head());
    expect(second.since).toBe(first.since);
  });

  test('is readable by its owner alone', async () => {
    await open();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('finds by the name, the id, the real name and a unique short id', async () => {
    const ledger = await open();
    const id = 'abcdef0123456789'.repeat(4);
    const web = ledger.add(made('container', 'web', {realName: 'web-k8s', id}));
    ledger.add(made('container', 'other', {id: `abc${id.slice(0, 61)}`}));
    for (const name of ['web', '/web', 'web-k8s', id, id.slice(0, 12)])
      expect(ledger.find('container', name)).toEqual(web);
    expect(ledger.find('container', 'abc')).toBeUndefined();
    expect(ledger.find('network', 'web')).toBeUndefined();
    expect(ledger.find('container', '')).toBeUndefined();
  });

  test('finds an image of two names by its short id, with or without sha256', async () => {
    const ledger = await open();
    const id = `sha256:${'12ab'.repeat(16)}`;
    ledger.add(made('image', 'app:1', {id}));
    ledger.add(made('image', 'app:2', {id}));
    expect(ledger.find('image', '12ab12ab12ab')?.id).toBe(id);
    expect(ledger.find('image', 'sha256:12ab12')?.id).toBe(id);
    expect(ledger.find('image', 'app:1')?.name).toBe('app:1');
  });

  test('finds the newest of two objects of one name', async () => {
    const ledger = await open();
    ledger.add(made('container', 'web', {id: 'old'}));
    const newer = ledger.add(made('container', 'web', {id: 'new'}));
    expect(ledger.find('container', 'web')).toEqual(newer);
  });

  test('forgets what was removed and follows a rename', async () => {
    const ledger = await open();
    ledger.add(made('container', 'web'));
    ledger.add(made('container', 'db'));
    expect(ledger.remove('container', 'web')?.name).toBe('web');
    expect(ledger.remove('container', 'web')).toBeUndefined();
    ledger.rename('container', 'container-db', 'store', 'store-1');
    const again = await open();
    expect(again.entries()).toEqual(ledger.entries());
    expect(again.find('container', 'store')).toMatchObject({realName: 'store-1', id: 'container-db'});
  });

  test('adds an equal object once, and counts a moved image reference as a change', async () => {
    const ledger = await open();
    const first = ledger.add(made('image', 'app:1'));
    expect(ledger.add(made('image', 'app:1'))).toEqual(first);
    const checkpoint = ledger.head();
    const moved = ledger.add(made('image', 'app:1', {id: 'another'}));
    expect(ledger.entries()).toEqual([moved]);
    expect(ledger.touchedSince(checkpoint)).toEqual([first]);
  });
});

describe('going back to a checkpoint', () => {
  test('tells what was changed or removed after it from what was before', async () => {
    const ledger = await open();
    const [before, changed, removed, renamed] = ['before', 'changed', 'removed', 'renamed'].map((name) =>
      ledger.add(made('container', name)),
    );
    if (before) ledger.touch(before);
    const checkpoint = ledger.head();
    expect(ledger.touchedSince(checkpoint)).toEqual([]);
    if (changed) ledger.touch(changed);
    if (removed) ledger.remove('container', removed.id);
    if (renamed) ledger.rename('container', renamed.id, 'r2', 'r2');
    const younger = ledger.add(made('container', 'younger'));
    ledger.touch(younger);
    ledger.remove('container', 'younger');
    const expected = ['changed', 'removed', 'renamed'];
    expect(names(ledger.touchedSince(checkpoint))).toEqual(expected);
    expect(names((await open()).touchedSince(checkpoint))).toEqual(expected);
  });
});

describe('an image that is kept on the machine', () => {
  test('is hidden and shown again, and then counts as made now', async () => {
    const ledger = await open();
    ledger.add(made('image', 'nginx:1.27', {keep: 'course'}));
    const checkpoint = ledger.head();
    ledger.hide('nginx:1.27');
    expect(ledger.hidden('nginx:1.27')).toBe(true);
    ledger.unhide('nginx:1.27');
    const again = await open();
    expect(again.hidden('nginx:1.27')).toBe(false);
    expect(again.entries()[0]?.seq).toBeGreaterThan(checkpoint);
    expect(names(again.touchedSince(checkpoint))).toEqual(['nginx:1.27']);
  });

  test('becomes visible when it is added again', async () => {
    const ledger = await open();
    ledger.add(made('image', 'nginx:1.27', {keep: 'foreign'}));
    ledger.hide('nginx:1.27');
    const again = ledger.add(made('image', 'nginx:1.27', {keep: 'foreign'}));
    expect(ledger.hidden('nginx:1.27')).toBe(false);
    expect(ledger.entries()).toEqual([again]);
  });

  test('was not changed when it was hidden before the checkpoint and comes back after it', async () => {
    const ledger = await open();
    ledger.add(made('image', 'nginx:1.27', {keep: 'course'}));
    ledger.hide('nginx:1.27');
    const checkpoint = ledger.head();
    ledger.add(made('image', 'nginx:1.27', {keep: 'course'}));
    expect(ledger.touchedSince(checkpoint)).toEqual([]);
    // Gone since, and therefore not as it was at this one.
    const later = ledger.head();
    ledger.hide('nginx:1.27');
    expect(names(ledger.touchedSince(later))).toEqual(['nginx:1.27']);
    expect(names((await open()).touchedSince(checkpoint))).toEqual([]);
  });

  test('stays hidden when the ledger is opened again twice', async () => {
    const ledger = await open();
    ledger.add(made('image', 'nginx:1.27', {keep: 'course'}));
    ledger.hide('nginx:1.27');
    const touched = ledger.touchedSince(1);
    await open();
    const third = await open();
    expect(third.hidden('nginx:1.27')).toBe(true);
    expect(third.touchedSince(1)).toEqual(touched);
    expect(third.head()).toBe(ledger.head());
  });
});

describe('the file on disk', () => {
  test('is complete when add returns', async () => {
    const ledger = await open();
    ledger.add(made('container', 'web'));
    expect(readFileSync(file, 'utf8')).toMatch(/"name":"web".*\n$/);
  });

  test('is compacted when opened', async () => {
    const ledger = await open();
    for (let n = 0; n < 50; n += 1) {
      ledger.add(made('container', `c${n}`));
      ledger.remove('container', `c${n}`);
    }
    const before = readFileSync(file, 'utf8').split('\n').length;
    const again = await open();
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(before - 49);
    expect(again.head()).toBe(100);
  });

  test('loses only a torn last line, without a word', async () => {
    const ledger = await open();
    ledger.add(made('container', 'web'));
    ledger.add(made('container', 'db'));
    truncateSync(file, statSync(file).size - 7);
    const again = await open();
    expect(names(again.entries())).toEqual(['web']);
    expect(again.notice).toBeUndefined();
  });

  test('is set aside when damaged, with every readable line kept and a notice', async () => {
    const ledger = await open();
    ledger.add(made('container', 'web'));
    appendFileSync(file, 'garbage\n{"op":"add","entry":{}}\n');
    ledger.add(made('container', 'db'));
    const again = await open();
    const aside = `${file}.damaged-2024-01-02T00-00-00.000Z`;
    expect(again.notice).toEqual({cause: 'ledger-damaged', params: {file, aside, kept: 3, lost: 2}});
    expect(readFileSync(aside, 'utf8')).toContain('garbage');
    expect(names(again.entries())).toEqual(['web', 'db']);
    expect((await open()).notice).toBeUndefined();
  });

  test('of random bytes is set aside whole', async () => {
    await open();
    writeFileSync(file, Buffer.from([0, 255, 10, 1, 2, 10, 128]));
    const again = await open();
    expect(again.entries()).toEqual([]);
    expect(again.notice?.params).toMatchObject({kept: 0, lost: 2});
    expect(readdirSync(join(folder, 'deep'))).toHaveLength(2);
  });

  test('that cannot be written is an error with a fix', async () => {
    file = join(folder, 'a-file', 'ledger.jsonl');
    writeFileSync(join(folder, 'a-file'), '');
    await expect(open()).rejects.toMatchObject({code: 'LEDGER_NOT_READABLE', fix: expect.stringContaining(file)});
  });
});
