/**
 * Plays a lesson's own solutions and mistakes against a sandbox to prove the lesson: each step's start state
 * is unmet, each mistake is answered with its sentence, each alternative and the solution pass; all of it twice.
 * Commands run once; verdicts are worded in every language.
 */
import type {Clock} from './clock.ts';
import {words} from './lessons/diagnose/index.ts';
import type {Lesson, Script, Step} from './lessons/lesson.ts';
import {look} from './look.ts';
import type {Language, ShellCommand, Verdict} from './observation.ts';
import type {LessonResult, Played, StepResult} from './rehearse-result.ts';
import {resultOf} from './rehearse-result.ts';
import type {Checkpoint, Sandbox} from './sandbox/sandbox.ts';
import {settle} from './settle.ts';
import {shareChanges} from './share-changes.ts';
import type {RunCommands, StartState, Trail} from './start-state.ts';
import {buildStartState, enterStep, restoreStep} from './start-state.ts';
import type {WorkFolder} from './work-folder.ts';

export interface Rehearsal {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly languages: readonly Language[];
  readonly workplace: (lesson: Lesson) => {readonly folder: WorkFolder; readonly run: RunCommands};
  /** Notes a command line as the learner's shell does. */
  readonly typed: (command: ShellCommand) => void;
  readonly onStep?: (lesson: Lesson, step: Step, result: StepResult) => void;
  readonly signal?: AbortSignal;
}

/** How long a right state may take to come about, and a sentence to settle. */
const patienceMs = 30_000;

/** Rehearses one lesson twice; one entry a language. After an abort, only steps that had come to their end. */
export async function rehearseLesson(lesson: Lesson, rehearsal: Rehearsal): Promise<readonly LessonResult[]> {
  const {once, twice} = await playTwice(lesson, rehearsal);
  return rehearsal.languages.map((lang) => ({
    id: lesson.id,
    lang,
    steps: lesson.steps.flatMap((step, index) => {
      if (rehearsal.signal?.aborted && (!once[index]?.ended || !twice[index]?.ended)) return [];
      const result = resultOf(once[index], twice[index], step, lang);
      rehearsal.onStep?.(lesson, step, result);
      return [result];
    }),
  }));
}

interface Playing extends Rehearsal {
  readonly heard: Pick<Sandbox, 'changes'>;
}

async function playTwice(
  lesson: Lesson,
  rehearsal: Rehearsal,
): Promise<{readonly [time in 'once' | 'twice']: readonly (Played | undefined)[]}> {
  const stop = new AbortController();
  const playing = {...rehearsal, heard: shareChanges(rehearsal.sandbox, stop.signal)};
  try {
    return {once: await playLesson(lesson, playing), twice: await playLesson(lesson, playing)};
  } finally {
    stop.abort();
  }
}

async function playLesson(lesson: Lesson, rehearsal: Playing): Promise<readonly (Played | undefined)[]> {
  const played: Played[] = [];
  const trail: Trail = new Map();
  let first = true;
  for (const step of lesson.steps) {
    if (rehearsal.signal?.aborted) break;
    const player = new Player({lesson, step, rehearsal, trail});
    await player.play(first);
    played.push(player.played);
    first = false;
    // Without this step's solution, nothing after it has its start state.
    if (!player.played.solutionPasses) break;
  }
  return played;
}

class Player {
  readonly played: Played = {
    startUnmet: false,
    solutionPasses: false,
    answered: {},
    alternatives: 0,
    ms: 0,
    ended: false,
    failures: [],
  };
  readonly #lesson: Lesson;
  readonly #step: Step;
  readonly #rehearsal: Playing;
  readonly #state: StartState;
  #mark: Checkpoint = 0;
  #since = 0;

  constructor({lesson, step, rehearsal, trail}: {lesson: Lesson; step: Step; rehearsal: Playing; trail: Trail}) {
    this.#lesson = lesson;
    this.#step = step;
    this.#rehearsal = rehearsal;
    this.#state = {lesson, step, sandbox: rehearsal.sandbox, trail, ...rehearsal.workplace(lesson)};
  }

  async play(fromNothing: boolean): Promise<void> {
    const {clock, languages} = this.#rehearsal;
    const began = clock.now();
    for (const lang of languages) this.played.answered[lang] = 0;
    try {
      this.#mark = fromNothing ? await buildStartState(this.#state) : await enterStep(this.#state);
      this.#since = clock.now();
      await this.#start();
      if (this.#step.answers.length > 0) await this.#quiz();
      else await this.#commands();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
    this.played.ended = !this.#rehearsal.signal?.aborted;
    this.played.ms = clock.now() - began;
  }

  async #start(): Promise<void> {
    const verdicts = await this.#look();
    const blocked = verdicts.find(({verdict}) => verdict === 'blocked');
    this.played.startUnmet = !blocked && verdicts.some(({verdict}) => verdict !== 'passed');
    if (blocked) this.#fail(`blocked at the start: ${says(blocked, 'en')}`);
    else if (!this.played.startUnmet) this.#fail('the start state already passes');
  }

  async #commands(): Promise<void> {
    for (const mistake of this.#step.mistakes) {
      await this.#run(mistake.run);
      await this.#answer(mistake.says);
      await this.#restore();
    }
    for (const [index, alternative] of this.#step.alternatives.entries()) {
      await this.#run(alternative);
      const verdicts = await this.#until(allPassed);
      if (allPassed(verdicts)) this.played.alternatives += 1;
      else this.#fail(`alternative ${index + 1} does not pass: ${unmetWords(verdicts)}`);
      await this.#restore();
    }
    for (const script of this.#step.solution) {
      const {exitCode, output} = await this.#run(script);
      if (exitCode !== 0) this.#fail(`the solution ended with exit code ${exitCode}: ${output.trim().slice(-300)}`);
    }
    const verdicts = await this.#until(allPassed);
    this.played.solutionPasses = allPassed(verdicts);
    if (!this.played.solutionPasses) this.#fail(`the solution does not pass: ${unmetWords(verdicts)}`);
  }

  async #answer(wanted: Step['mistakes'][number]['says']): Promise<void> {
    const {languages} = this.#rehearsal;
    const contains = (verdicts: readonly Verdict[], lang: Language): boolean =>
      verdicts.some((verdict) => verdict.verdict !== 'passed' && says(verdict, lang).includes(wanted[lang] ?? ''));
    const verdicts = await this.#until((seen) => languages.every((lang) => contains(seen, lang)), 12_000);
    for (const lang of languages) {
      const answered = contains(verdicts, lang) && !allPassed(verdicts);
      if (answered) this.played.answered[lang] = (this.played.answered[lang] ?? 0) + 1;
      else
        this.#fail(`a mistake must be answered with "${wanted[lang] ?? ''}", but: ${unmetWords(verdicts, lang)}`, lang);
    }
  }

  async #quiz(): Promise<void> {
    const at = {
      lesson: this.#lesson,
      step: this.#step,
      sandbox: this.#rehearsal.sandbox,
      since: this.#since,
      now: this.#rehearsal.clock.now(),
    };
    const {step} = at;
    for (const [index, answer] of step.answers.entries()) {
      if (answer.right) continue;
      const verdicts = await look({...at, chosen: [index]});
      for (const lang of this.#rehearsal.languages) {
        const answered = !allPassed(verdicts) && (answer.explanation[lang] ?? '') !== '';
        if (answered) this.played.answered[lang] = (this.played.answered[lang] ?? 0) + 1;
        else this.#fail(`answer ${index + 1} is not explained`, lang);
      }
    }
    const right = step.answers.flatMap((answer, index) => (answer.right ? [index] : []));
    this.played.solutionPasses = allPassed(await look({...at, chosen: right}));
    if (!this.played.solutionPasses) this.#fail('the right answers do not pass');
  }

  async #restore(): Promise<void> {
    this.#mark = await restoreStep({...this.#state, mark: this.#mark});
    this.#since = this.#rehearsal.clock.now();
  }

  /** Types a script as a learner would: shell integration would have noted its lines. */
  async #run(script: Script): ReturnType<RunCommands> {
    const {clock, signal} = this.#rehearsal;
    const at = clock.now();
    const result = await this.#state.run(script);
    signal?.throwIfAborted();
    this.#rehearsal.typed({at, line: script.text, exitCode: result.exitCode});
    return result;
  }

  #look(): Promise<readonly Verdict[]> {
    return look({
      lesson: this.#lesson,
      step: this.#step,
      sandbox: this.#rehearsal.sandbox,
      since: this.#since,
      chosen: undefined,
      now: this.#rehearsal.clock.now(),
    });
  }

  async #until(until: (verdicts: readonly Verdict[]) => boolean, timeoutMs = patienceMs): Promise<readonly Verdict[]> {
    const {heard, clock, signal} = this.#rehearsal;
    const verdicts = await settle({look: () => this.#look(), until, timeoutMs, sandbox: heard, clock, signal});
    signal?.throwIfAborted();
    return verdicts;
  }

  #fail(text: string, lang: Language | '' = ''): void {
    this.played.failures.push({lang, text: `${this.#lesson.id}/${this.#step.id}: ${text}`});
  }
}

function allPassed(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({verdict}) => verdict === 'passed');
}

function says(verdict: Verdict, lang: Language): string {
  return verdict.verdict === 'passed' ? '' : words(verdict, lang).says;
}

function unmetWords(verdicts: readonly Verdict[], lang: Language = 'en'): string {
  const open = verdicts.filter(({verdict}) => verdict !== 'passed');
  return open.length === 0 ? 'every check passed' : open.map((verdict) => says(verdict, lang)).join(' | ');
}
