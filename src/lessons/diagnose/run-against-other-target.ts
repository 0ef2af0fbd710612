import {verbsOf} from '../checks/docker-verbs.ts';
import {defineCause} from './diagnosis.ts';
import {containerNamed, said} from './evidence.ts';

/** The right command on another object. */
export const runAgainstOtherTarget = defineCause({
  cause: 'run-against-other-target',
  verdict: 'unmet',
  params: ['command', 'expected', 'seen', 'mixedUp'],
  says: {
    usual: {
      en: '`{command}` was run on {seen}; the step asks for {expected}. Run it again with that name.',
      zh: '`{command}` 运行的对象是 {seen}，这一步要的是 {expected}。换成这个名字再运行一次。',
    },
    history: {
      en: '`{command}` was run on {seen}; the step asks for {expected}. {seen} is a container; a history belongs to an image.',
      zh: '`{command}` 运行的对象是 {seen}，这一步要的是 {expected}。{seen} 是容器；有历史的是镜像。',
    },
    image: {
      en: '`{command}` was run on {seen}; the step asks for {expected}. {seen} is a container; this command takes an image.',
      zh: '`{command}` 运行的对象是 {seen}，这一步要的是 {expected}。{seen} 是容器；这个命令要的是镜像。',
    },
  },
  variant: ({mixedUp}) => (mixedUp === '' ? 'usual' : mixedUp),
  explains(found) {
    const other = said(found, 'run-against-other-target');
    if (other === undefined) return undefined;
    const {command = '', expected = '', seen = ''} = other;
    const takesImage = (verbsOf(command) ?? []).every((verb) => verb.startsWith('image '));
    const isContainer = containerNamed(found, seen.replace(/:latest$/, '')) !== undefined;
    const mixedUp = takesImage && isContainer ? (/history$/.test(command) ? 'history' : 'image') : '';
    return {command, expected, seen, mixedUp};
  },
});
