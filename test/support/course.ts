import type {Course, Lesson, Place, Script, Step} from '../../src/lessons/lesson.ts';

const place: Place = {file: 'lesson.md', line: 1, column: 1};

export function scriptOf(text: string): Script {
  return {text, place};
}

/** A small step for tests: one check on a container named like the step, two hints. */
export function stepOf(id: string, options: Partial<Step> & {readonly quiz?: boolean} = {}): Step {
  const {quiz, ...rest} = options;
  return {
    id,
    title: {en: `Step ${id}`, zh: `步骤 ${id}`},
    body: {en: `Do ${id}.`, zh: `做 ${id}。`},
    setup: [],
    run: [scriptOf(`docker run -d --name ${id} busybox:1.36 sleep 1000`)],
    checks: quiz ? [] : [{type: 'container', params: {name: id, state: 'running'}, place}],
    hints: [
      {en: 'Look.', zh: '看。'},
      {en: 'Do.', zh: '做。'},
    ],
    solution: [],
    alternatives: [],
    mistakes: [],
    answers: quiz
      ? [
          {text: {en: 'yes', zh: '是'}, right: true, explanation: {en: 'Because.', zh: '因为。'}},
          {text: {en: 'no', zh: '否'}, right: false, explanation: {en: 'It is not.', zh: '不是。'}},
        ]
      : [],
    ...rest,
  };
}

export function courseOf(lessons: readonly {readonly id: string; readonly steps: readonly Step[]}[]): Course {
  return {
    id: 'test-course',
    title: {en: 'Test course', zh: '测试课程'},
    languages: ['en', 'zh'],
    images: [],
    clusterImages: [],
    lessons: lessons.map(({id, steps}, index) => lessonOf(id, steps, index + 1)),
  };
}

export function lessonOf(id: string, steps: readonly Step[], number = 1): Lesson {
  return {
    number,
    id,
    title: {en: `Lesson ${id}`, zh: `课 ${id}`},
    summary: {en: 'A lesson.', zh: '一课。'},
    minutes: 5,
    needs: ['docker'],
    introduction: {en: 'Begin.', zh: '开始。'},
    setup: [],
    steps,
    remember: {en: ['One.', 'Two.', 'Three.'], zh: ['一。', '二。', '三。']},
    files: '',
    languages: ['en', 'zh'],
  };
}
