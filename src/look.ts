import {checksOf} from './checks-of.ts';
import {evaluate, subjectOf} from './lessons/checks/index.ts';
import {diagnose} from './lessons/diagnose/index.ts';
import type {Lesson, Step} from './lessons/lesson.ts';
import type {Observation, Subject, Surroundings, Verdict} from './observation.ts';
import type {Sandbox} from './sandbox/sandbox.ts';

/** What looking at a step needs: where, since when, and what the learner chose in a quiz. */
export interface Look {
  /** Its commands run in a folder of this name. */
  readonly lesson: Pick<Lesson, 'id'>;
  readonly step: Step;
  readonly sandbox: Pick<Sandbox, 'observe' | 'survey'>;
  /** Epoch milliseconds; what was done before does not count. */
  readonly since: number;
  readonly chosen: readonly number[] | undefined;
  /** Epoch milliseconds: tells what may still be starting from what will not start. */
  readonly now: number;
}

/** Observes every check of a step once and says what that means, in the step's order. */
export async function look({lesson, step, sandbox, since, chosen, now}: Look): Promise<readonly Verdict[]> {
  const checks = checksOf(step);
  const subjects = checks.map((check) => subjectOf(check, step.id));
  const seen = await observeAll(subjects, (subject) =>
    subject.api === 'quiz'
      ? Promise.resolve(quizObservation(chosen))
      : sandbox.observe(inFolder(subject, lesson.id), since),
  );
  const verdicts = checks.map((check, index): Verdict => evaluate(check, seen[index] ?? nothing));
  if (verdicts.every(({verdict}) => verdict === 'passed')) return verdicts;
  const surroundings = step.answers.length > 0 ? emptySurroundings : await sandbox.survey(since);
  return verdicts.map((verdict, index) => {
    const check = checks[index];
    const subject = subjects[index];
    if (verdict.verdict === 'passed' || !check || !subject) return verdict;
    return diagnose({check, checks, subject, verdict, surroundings, now});
  });
}

const nothing: Observation = {state: 'absent', similar: []};

const emptySurroundings: Surroundings = {
  containers: [],
  images: [],
  volumes: [],
  networks: [],
  calls: [],
  commands: [],
};

/** A lesson names files as its commands do: from the folder it works in. */
function inFolder(subject: Subject, folder: string): Subject {
  return subject.api === 'files' ? {...subject, path: `${folder}/${subject.path}`} : subject;
}

function quizObservation(chosen: readonly number[] | undefined): Observation {
  return chosen === undefined ? nothing : {state: 'present', object: {chosen}};
}

/** Two checks of one step often look at the same thing: it is looked at once. */
async function observeAll(
  subjects: readonly Subject[],
  observe: (subject: Subject) => Promise<Observation>,
): Promise<readonly Observation[]> {
  const asked = new Map<string, Promise<Observation>>();
  return Promise.all(
    subjects.map((subject) => {
      const key = JSON.stringify(subject);
      const known = asked.get(key) ?? observe(subject);
      asked.set(key, known);
      return known;
    }),
  );
}
