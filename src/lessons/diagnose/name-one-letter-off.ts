import type {Json} from '../../observation.ts';
import {sameReference} from '../checks/reference.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';
import {nearest} from './nearest.ts';

/** Something of the same kind has almost the name that is asked for. */
export const nameOneLetterOff = defineCause({
  cause: 'name-one-letter-off',
  verdict: 'unmet',
  params: ['kind', 'name', 'seen'],
  says: {
    usual: {
      en: 'There is a {kind} {seen}; the step asks for {name}.‹ Look at the name letter by letter and make it again.›',
      zh: '有一个叫 {seen} 的 {kind}，而这一步要的是 {name}。‹逐个字母对一遍名字，重新创建一个。›',
    },
    container: {
      en: 'There is a container {seen}; the step asks for {name}.‹ If that is a slip: `docker rename {seen} {name}`.›',
      zh: '有一个叫 {seen} 的容器，而这一步要的是 {name}。‹如果是手误：`docker rename {seen} {name}`。›',
    },
    image: {
      en: 'There is an image {seen}; the step asks for {name}.‹ If that is a slip: `docker tag {seen} {name}`.›',
      zh: '有一个叫 {seen} 的镜像，而这一步要的是 {name}。‹如果是手误：`docker tag {seen} {name}`。›',
    },
  },
  variant: ({kind}) => kind,
  explains(found) {
    const missing = said(found, 'not-there');
    if (missing === undefined) return undefined;
    const {containers, images, volumes, networks} = found.surroundings;
    const named: {readonly [kind: string]: readonly string[]} = {
      container: containers.map(({name}) => name),
      image: images.flatMap(({tags}) => tags),
      volume: volumes.map(({name}) => name),
      network: networks.map(({name}) => name),
    };
    const kind = missing['kind'] ?? '';
    const name = missing['name'] ?? '';
    const there = [...(named[kind] ?? []), ...strings(found.verdict.params['similar'])];
    const others = wantedNames(found);
    const isSlip = (other: string) =>
      !differsInNumber(name, other) &&
      !others.some((wanted) => wanted === other || (kind === 'image' && sameReference(wanted, other)));
    const seen = nearest(name, there.filter(isSlip));
    return seen === undefined ? undefined : {kind, name, seen};
  },
});

/** `copy-1` and `copy-2` are two things, not one and a slip. */
function differsInNumber(name: string, other: string): boolean {
  const numberless = (text: string) => text.replace(/\d+/g, '0');
  return name !== other && numberless(name) === numberless(other);
}

/** Names that the step asks for, in whatever way: in one way too many does no harm. */
function wantedNames({checks = []}: Case): readonly string[] {
  return checks.flatMap(({params}) => texts(params));
}

function texts(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
