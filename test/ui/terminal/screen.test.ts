import {EventEmitter} from 'node:events';
import {describe, expect, it} from 'vitest';
import {createScreen, enterSequence, leaveSequence, onEnding} from '../../../src/ui/terminal/screen.ts';

function stage() {
  const done: string[] = [];
  const process = Object.assign(new EventEmitter(), {
    pid: 7,
    kill: (pid: number, signal: string) => done.push(`kill ${pid} ${signal}`),
  });
  const screen = createScreen({
    input: {
      setRawMode: (raw) => done.push(`raw ${raw}`),
      resume: () => done.push('resume'),
      pause: () => done.push('pause'),
    },
    write: (text) => done.push(text),
    process,
    onContinue: () => done.push('repaint'),
  });
  return {done, process, screen, taken: () => done.splice(0)};
}

const entered = ['raw true', 'resume', enterSequence];
const left = ['raw false', 'pause', leaveSequence];

describe('the terminal', () => {
  it('is given back as it was, once', () => {
    const {screen, taken} = stage();
    screen.enter();
    screen.enter();
    expect(taken()).toEqual(entered);
    screen.leave();
    screen.leave();
    expect(taken()).toEqual(left);
  });

  it('has everything undone that was done', () => {
    for (const [, mode] of enterSequence.matchAll(/\x1b\[\?(\d+)h/g)) expect(leaveSequence).toContain(`\x1b[?${mode}l`);
    for (const [, mode] of enterSequence.matchAll(/\x1b\[\?(\d+)l/g)) expect(leaveSequence).toContain(`\x1b[?${mode}h`);
    expect(leaveSequence).toContain('\x1b[?25h');
    expect(leaveSequence.endsWith('\x1b[?1049l')).toBe(true);
  });

  it('is let go of while the process is stopped and taken again after', () => {
    const {process, screen, taken} = stage();
    screen.enter();
    taken();
    process.emit('SIGTSTP');
    expect(taken()).toEqual([...left, 'kill 7 SIGTSTP']);
    process.emit('SIGCONT');
    expect(taken()).toEqual([...entered, 'repaint']);
    screen.leave();
    expect(process.listenerCount('SIGTSTP') + process.listenerCount('SIGCONT')).toBe(0);
  });

  it('gives the mouse back so that text can be selected', () => {
    const {screen, taken} = stage();
    screen.enter();
    taken();
    screen.mouse(false);
    expect(taken().join('')).toContain('\x1b[?1002l');
    screen.mouse(true);
    expect(taken().join('')).toBe('\x1b[?1002h\x1b[?1006h');
  });

  it('that hung up is no reason to fail', () => {
    const process = Object.assign(new EventEmitter(), {pid: 7, kill: () => true});
    const fail = () => {
      throw new Error('EIO');
    };
    const screen = createScreen({
      input: {resume: () => undefined, pause: fail},
      write: (text) => (text === leaveSequence ? fail() : undefined),
      process,
      onContinue: () => undefined,
    });
    screen.enter();
    expect(() => screen.leave()).not.toThrow();
  });
});

describe('the end of the process', () => {
  it.each([
    ['SIGTERM', {exitCode: 143, error: undefined}],
    ['SIGHUP', {exitCode: 129, error: undefined}],
    ['SIGINT', {exitCode: 130, error: undefined}],
    ['uncaughtException', {exitCode: 1, error: 'why'}],
    ['unhandledRejection', {exitCode: 1, error: 'why'}],
    ['exit', undefined],
  ])('by %s is told once', (event, ending) => {
    const {process} = stage();
    const told: unknown[] = [];
    onEnding(process, (what) => told.push(what));
    process.emit(event, event.startsWith('un') ? 'why' : 0);
    process.emit('exit', 0);
    expect(told).toEqual([ending]);
  });
});
