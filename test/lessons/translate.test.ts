import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseLesson} from '../../src/lessons/parse.ts';
import {applyTranslation} from '../../src/lessons/translate.ts';
import {fewCheckTypes} from './check-types.ts';
import {codeOf, fixture, found, translationFixtures} from './fixtures.ts';

const english = parseLesson(fixture('valid.md'), {file: 'lesson.md', number: 1, checkTypes: fewCheckTypes}).lesson;
const valid = fixture('valid.zh.md');
const translate = (source: string) => applyTranslation(english, source, {language: 'zh', file: 'lesson.zh.md'});

describe('applyTranslation', () => {
  it.each(Object.entries(translationFixtures))('finds exactly what drifted in %s, at %s', (file, at) => {
    expect(found(translate(fixture(file)).problems)).toEqual([`${codeOf(file)} ${at}`]);
  });

  it('puts the prose beside the English and changes nothing else', () => {
    const {lesson, problems} = translate(valid);
    expect(problems).toEqual([]);
    expect(lesson.languages).toEqual(['en', 'zh']);
    expect(lesson.title).toEqual({en: 'Base', zh: '基础'});
    expect(lesson.introduction).toEqual({en: 'Introduction.', zh: '引言。'});
    expect(lesson.remember).toEqual({en: ['One.', 'Two.', 'Three.'], zh: ['一。', '二。', '三。']});
    const [web, quiz] = lesson.steps;
    expect(web?.title).toEqual({en: 'Web', zh: '网页'});
    expect(web?.body.zh).toBe('启动它：\n\n```sh run\ndocker run -d --name web -p 8080:80 nginx   # 注释\n```');
    expect(web?.hints).toEqual([
      {en: 'Look at the ports.', zh: '看看端口。'},
      {en: 'Publish one.', zh: '发布一个。'},
    ]);
    expect(web?.mistakes.map(({says}) => says)).toEqual([
      {en: 'not running', zh: '没有运行'},
      {en: 'no name', zh: '没有名字'},
    ]);
    expect(quiz?.answers[1]).toEqual({
      text: {en: 'That', zh: '那个'},
      right: false,
      explanation: {en: 'Because not.', zh: '因为不。'},
    });
    expect(web?.run).toEqual(english.steps[0]?.run);
    expect(web?.checks).toEqual(english.steps[0]?.checks);
  });

  it('lets comments of a command differ, but no quoted number sign', () => {
    expect(translate(valid.replace('   # 注释', '\n# 另一行注释')).problems).toEqual([]);
    expect(found(translate(valid.replace('   # 注释', ' "# x"')).problems)).toEqual(['TRANSLATION_RUN 13:1']);
    expect(found(translate(valid.replace('   # 注释', '\ndocker ps')).problems)).toEqual(['TRANSLATION_RUN 14:1']);
  });

  it('keeps the English where a translation lacks something', () => {
    const {lesson} = translate(fixture('invalid-TRANSLATION_STEP_MISSING.zh.md'));
    expect(lesson.steps[1]?.title).toEqual({en: 'Quiz'});
  });

  it('lets no control character in', () => {
    const {lesson, problems} = translate(valid.replace('引言', '引\x1b[31m言').replace('没有名字', '"\\e[31m"'));
    expect(problems.map(({code}) => code)).toEqual(['CONTROL_CHARACTER', 'CONTROL_CHARACTER']);
    expect(JSON.stringify(lesson)).not.toMatch(/\\u001b/);
  });

  it('never throws', () => {
    const cut = fc.tuple(fc.nat(valid.length), fc.nat(60), fc.string({maxLength: 10}));
    const property = fc.property(cut, ([at, length, put]) => {
      translate(valid.slice(0, at) + put + valid.slice(at + length));
    });
    fc.assert(property, {numRuns: 300, interruptAfterTimeLimit: 800});
  });
});
