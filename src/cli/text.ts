import {checksOf} from '../checks-of.ts';
import {words} from '../lessons/diagnose/index.ts';
import type {Lesson, Step} from '../lessons/lesson.ts';
import {localised} from '../lessons/lesson.ts';
import type {Messages} from '../messages/index.ts';
import type {Language, Verdict} from '../observation.ts';
import {checkName} from './check-name.ts';

/** A step as plain text a screen reader can follow: no frames, no colours, no Markdown marks. */
export function stepText(lesson: Lesson, step: Step, language: Language, say: Messages): string {
  const number = lesson.steps.indexOf(step) + 1;
  const first =
    number === 1
      ? [
          `${say.lessonHeading(lesson.number, localised(lesson.title, language))}`,
          '',
          plainMarkdown(localised(lesson.introduction, language), say),
          '',
        ]
      : [];
  const answers = step.answers.map(({text}, index) => `  ${index + 1}. ${localised(text, language)}`);
  return [
    ...first,
    say.noted(localised(step.title, language), say.step(number, lesson.steps.length)),
    '',
    plainMarkdown(localised(step.body, language), say),
    ...(answers.length > 0 ? ['', ...answers, '', say.question] : []),
  ].join('\n');
}

/** Markdown without its marks: fences become indented lines, callouts a word and a colon. */
export function plainMarkdown(markdown: string, say: Pick<Messages, 'typeThis'>): string {
  const lines: string[] = [];
  let fence: 'none' | 'run' | 'other' = 'none';
  for (const line of markdown.trim().split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (mark) {
      fence = fence === 'none' ? (/^sh\s+run\b/.test(mark[2] ?? '') ? 'run' : 'other') : 'none';
      if (fence === 'run') lines.push(say.typeThis);
      continue;
    }
    lines.push(fence === 'none' ? plainLine(line) : `    ${line}`);
  }
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

function plainLine(line: string): string {
  return line
    .replace(/^>\s*\[!(\w+)\]\s*$/, (_, word: string) => `${word.charAt(0)}${word.slice(1).toLowerCase()}:`)
    .replace(/^>\s?/, '')
    .replace(/^#{1,6}\s+/, '')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)');
}

/** One line a check: its verdict, and in words why it is not passed. */
export function verdictLines(
  step: Step,
  verdicts: readonly Verdict[],
  language: Language,
  say: Messages,
): readonly string[] {
  return checksOf(step).map((check, index) => {
    const verdict = verdicts[index];
    if (!verdict) return `  ${checkName(check)}`;
    const mark = say.labelled(say[verdict.verdict], checkName(check));
    return verdict.verdict === 'passed'
      ? `  ${mark}`
      : `  ${mark}\n    ${words(verdict, language).says.replaceAll('\n', '\n    ')}`;
  });
}

/** Every answer of a quiz that was chosen, with its explanation. */
export function explanationLines(
  step: Step,
  chosen: readonly number[],
  language: Language,
  say: Messages,
): readonly string[] {
  return chosen.flatMap((index) => {
    const answer = step.answers[index];
    if (!answer) return [];
    const mark = answer.right ? say.rightAnswer : say.wrongAnswer;
    return [
      `  ${index + 1}. ${say.noted(localised(answer.text, language), mark)}`,
      `     ${localised(answer.explanation, language)}`,
    ];
  });
}

/** `--json` form of a check's verdict. */
export function verdictJson(
  check: {readonly type: string; readonly params: Step['checks'][number]['params']},
  verdict: Verdict,
  language: Language,
): Record<string, unknown> {
  if (verdict.verdict === 'passed') return {check: checkName(check), verdict: 'passed', says: ''};
  return {check: checkName(check), verdict: verdict.verdict, cause: verdict.cause, ...words(verdict, language)};
}

/** The worst of them: what the step as a whole is. */
export function overall(verdicts: readonly Verdict[]): Verdict['verdict'] {
  const order = ['blocked', 'unmet', 'waiting'] as const;
  return order.find((kind) => verdicts.some(({verdict}) => verdict === kind)) ?? 'passed';
}
