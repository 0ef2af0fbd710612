import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {applets} from '../../../../../src/sandbox/embedded/runtime/programs/applets/index.ts';
import {
  appletNames,
  busyboxProgram,
  busyboxWith,
} from '../../../../../src/sandbox/embedded/runtime/programs/busybox.ts';
import {createMachine} from '../../rig.ts';
import {createBox} from './box.ts';

describe('busybox', () => {
  it('runs the applet it is called by, or the one its first word names', async () => {
    const box = createBox();
    expect((await box.run(['/bin/echo', 'hello'])).out).toBe('hello\n');
    expect((await box.run(['busybox', 'echo', 'hello'])).out).toBe('hello\n');
    expect((await box.run(['busybox', 'busybox', 'echo', 'hello'])).out).toBe('hello\n');
  });

  it('knows nothing of other names', async () => {
    const box = createBox();
    box.lay({'/bin/frob': 'program:busybox'});
    expect(await box.run(['frob'])).toEqual({out: '', err: 'frob: applet not found\n', status: {code: 127}});
    expect(await box.run(['busybox', 'frob'])).toMatchObject({err: 'frob: applet not found\n', status: {code: 127}});
  });

  it('alone lists its applets, and says that it is a simulation', async () => {
    const box = createBox();
    const {out} = await box.run(['busybox']);
    expect(out).toContain('k8s-learn simulation');
    expect(out).toMatch(/Currently defined functions:\n\t\[, \[\[, /);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect((await box.run(['busybox', '--list'])).out.trim().split('\n')).toEqual(appletNames());
  });

  it('takes a shell among its applets', async () => {
    const shell: Program = {name: 'sh', main: async (process) => process.print('$\n').then(() => 0)};
    const box = createMachine({programs: [busyboxWith([{names: ['sh', 'ash'], program: shell}])]});
    box.lay({'/bin/ash': 'program:busybox', '/bin/busybox': 'program:busybox'});
    expect((await box.run(['ash'])).out).toBe('$\n');
    expect((await box.run(['busybox', 'sh'])).out).toBe('$\n');
    expect((await box.run(['busybox', '--list'])).out).toContain('\nash\n');
  });

  it('prints the usage on standard error for --help, and after a wrong option', async () => {
    const box = createBox();
    const help = await box.run(['wc', '--help']);
    expect(help).toMatchObject({out: '', status: {code: 0}});
    expect(help.err).toMatch(/^BusyBox v1\.36\.1 .*\n\nUsage: wc \[-cmlwL\] \[FILE\]\.\.\.\n/);
    expect((await box.run(['wc', '-x'])).err).toMatch(/^wc: unrecognized option: x\nBusyBox /);
  });

  it('has every applet in its table: one file, one line', () => {
    const folder = new URL('../../../../../src/sandbox/embedded/runtime/programs/applets/', import.meta.url);
    const defined = readdirSync(folder)
      .filter((name) => name !== 'index.ts')
      .flatMap((name) => [
        ...readFileSync(new URL(name, folder), 'utf8').matchAll(/export const \w+ = defineApplet\(/g),
      ]);
    expect(applets).toHaveLength(defined.length);
    const names = applets.flatMap((applet) => applet.names);
    expect(names).toHaveLength(new Set(names).size);
  });

  it('has a usage for every applet that takes options', () => {
    for (const {names, usage, options} of applets)
      if (options && options.short !== '') expect(usage, names[0]).not.toBe('');
  });

  it('shows a usage for every applet, whatever it does', async () => {
    const box = createBox();
    const without = new Set(['test', '[', '[[', 'true', 'false', 'echo']);
    for (const name of appletNames().filter((each) => !without.has(each))) {
      const {err, status} = await box.run([name, '--help']);
      expect(err, name).toContain(`Usage: ${name}`);
      expect(status.code, name).toBe(0);
    }
  });

  it('ends at once when nobody reads what it writes', async () => {
    const box = createBox();
    const {status} = await box.run(['timeout', '60', 'awk', 'BEGIN {print "x" | "true"; for (;;) print "y" | "true"}']);
    expect(status.code).toBe(141);
  });

  it('is called from its links by the name of the program alone', () => {
    expect(busyboxProgram.name).toBe('busybox');
  });
});
