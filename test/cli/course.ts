import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A step in Markdown, in both languages. */
export interface StepText {
  readonly en: string;
  readonly zh: string;
}

/** A step: make something with one command, and have it. */
export function makeStep(of: {
  readonly id: string;
  readonly check: string;
  readonly run: string;
  readonly setup?: string;
  readonly solution?: string;
  readonly alternative?: string;
  /** Commands and the sentence they must be answered with, which holds in both languages. */
  readonly mistakes?: readonly (readonly [run: string, says: string])[];
}): StepText {
  const block = (kind: string, text: string | undefined): string =>
    text === undefined ? '' : fence(`sh ${kind}`, text);
  const mistakes = of.mistakes ?? [];
  const hints = (one: string, two: string): string => `> [!HINT]\n> ${one}\n\n> [!HINT]\n> ${two}\n`;
  const list = (lines: readonly string[]): string =>
    lines.length === 0 ? '' : fence('yaml mistakes', lines.join('\n'));
  return {
    en: [
      `## Make ${of.id} {#${of.id}}`,
      'Do it:',
      block('setup', of.setup),
      fence('sh run', of.run),
      fence('yaml check', of.check),
      hints(`Look at ${of.id}.`, `Make ${of.id}.`),
      block('solution', of.solution),
      block('alternative', of.alternative),
      list(mistakes.map(([run, says]) => `- run: ${run}\n  says: ${says}`)),
    ].join('\n'),
    zh: [
      `## 创建 ${of.id} {#${of.id}}`,
      '动手：',
      fence('sh run', of.run),
      hints(`看看 ${of.id}。`, `创建 ${of.id}。`),
      list(mistakes.map(([, says]) => `- says: ${says}`)),
    ].join('\n'),
  };
}

/** A question with two right answers, the first and the third. */
export const quizStep: StepText = {
  en: '## Which? {#quiz .quiz}\nWhich?\n\n- [x] This\n      Because.\n- [ ] That\n      Because not.\n- [x] Also this\n      Because too.\n',
  zh: '## 哪一个？ {#quiz .quiz}\n哪一个？\n\n- [x] 这个\n      因为。\n- [ ] 那个\n      不是。\n- [x] 还有这个\n      也因为。\n',
};

/** Everything of it that Docker will see carries the prefix. */
export interface Course {
  readonly folder: string;
  readonly remove: () => void;
}

/** Writes a course into a temporary folder. */
export function writeCourse(
  id: string,
  lessons: readonly {
    readonly id: string;
    readonly steps: readonly StepText[];
    readonly files?: Record<string, string>;
  }[],
): Course {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'gk-c'));
  writeFileSync(
    join(folder, 'course.yaml'),
    `format: 1\nid: ${id}\ntitle: { en: A small course, zh: 小课程 }\nlanguages: [en, zh]\nimages: ["busybox:1.36"]\n`,
  );
  lessons.forEach((lesson, index) => {
    const place = join(folder, `0${index + 1}-${lesson.id}`);
    mkdirSync(place);
    const {steps} = lesson;
    const head = `---\nid: ${lesson.id}\ntitle: About ${lesson.id}\nsummary: Of ${lesson.id}.\nminutes: 5\nneeds: [docker]\n---\nIntroduction.\n\n`;
    const headZh = `---\ntitle: 关于 ${lesson.id}\nsummary: ${lesson.id} 的课。\n---\n介绍。\n\n`;
    const tail = '\n## Remember {#remember .remember}\n\n- One.\n- Two.\n- Three.\n';
    const tailZh = '\n## 记住 {#remember .remember}\n\n- 一。\n- 二。\n- 三。\n';
    writeFileSync(join(place, 'lesson.md'), head + steps.map(({en}) => en).join('\n') + tail);
    writeFileSync(join(place, 'lesson.zh.md'), headZh + steps.map(({zh}) => zh).join('\n') + tailZh);
    for (const [name, content] of Object.entries(lesson.files ?? {})) {
      mkdirSync(join(place, 'files'), {recursive: true});
      writeFileSync(join(place, 'files', name), content);
    }
  });
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})};
}

/** Lesson `begin`: a container, a volume, a question; lesson `later`: a network. All named `PREFIX-...`. */
export function smallCourse(prefix: string): Course {
  const container = makeStep({
    id: 'box',
    run: `docker run -d --name ${prefix}-box busybox:1.36 sleep 1000`,
    check: `- container: {name: ${prefix}-box, state: running}`,
  });
  const volume = makeStep({
    id: 'data',
    run: `docker volume create ${prefix}-data`,
    check: `- volume: {name: ${prefix}-data}`,
  });
  const network = makeStep({
    id: 'net',
    run: `docker network create ${prefix}-net`,
    check: `- network: {name: ${prefix}-net}`,
  });
  return writeCourse(`${prefix}-course`, [
    {id: 'begin', steps: [container, volume, quizStep], files: {'note.txt': 'A note.\n'}},
    {id: 'later', steps: [network]},
  ]);
}

function fence(kind: string, text: string): string {
  return `\n\`\`\`${kind}\n${text}\n\`\`\`\n`;
}
