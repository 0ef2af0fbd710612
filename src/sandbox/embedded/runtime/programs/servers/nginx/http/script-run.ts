import {encodeBytes} from '../../../text/codec.ts';
import type {Condition} from '../config/condition.ts';
import type {ReturnRule, RewriteRule} from '../config/rewrite-rule.ts';
import type {ScriptStep} from '../config/script.ts';
import {type Answer, bytesBody, type Outcome} from './answer.ts';
import {statQuietly} from './disk.ts';
import {matchKept} from './match.ts';
import {typeOf} from './media-type.ts';
import type {NginxRequest} from './request.ts';
import {escapePath} from './uri.ts';
import {readVariable, render} from './variables.ts';

/** What a script came to: nothing, an end of rewriting (with the location looked for again or not), an answer. */
export type ScriptResult = {readonly kind: 'through' | 'break' | 'last'} | Outcome;

/** Runs the steps of the rewrite module. `moved` of a request is kept by the caller: the path may be another one after. */
export function runScript(request: NginxRequest, script: readonly ScriptStep[]): ScriptResult {
  for (const step of script) {
    const result = runStep(request, step);
    if (result) return result;
  }
  return {kind: 'through'};
}

function runStep(request: NginxRequest, step: ScriptStep): ScriptResult | undefined {
  switch (step.kind) {
    case 'set':
      setVariable(request, step.variable, render(step.value, request));
      return undefined;
    case 'break':
      return {kind: 'break'};
    case 'return':
      return returned(request, step.rule);
    case 'rewrite':
      return rewritten(request, step.rule);
    case 'if': {
      if (!holds(request, step.condition)) return undefined;
      if (step.settings) request.settings = step.settings;
      const result = runScript(request, step.script);
      return result.kind === 'through' ? undefined : result;
    }
  }
}

/** Some variables are parts of the request. */
function setVariable(request: NginxRequest, name: string, value: string): void {
  if (name === 'args' || name === 'query_string') request.args = value;
  else request.variables.set(name, value);
}

const redirects = new Set([301, 302, 303, 307, 308]);

function returned(request: NginxRequest, {status, text}: ReturnRule): Outcome {
  if (status === 444) return {kind: 'close'};
  const rendered = text === undefined ? '' : render(text, request);
  if (redirects.has(status)) return {kind: 'status', status, location: rendered};
  if (status >= 400 && text === undefined) return {kind: 'status', status};
  const type = typeOf(request);
  const answer: Answer = {status, ...(status === 204 ? {} : {type}), body: bytesBody(encodeBytes(rendered))};
  return {kind: 'answer', answer};
}

function rewritten(request: NginxRequest, rule: RewriteRule): ScriptResult | undefined {
  const match = matchKept(request, rule.pattern, request.path);
  if (!match) return undefined;
  const path = render(rule.path, request);
  const added = rule.args === undefined ? undefined : render(rule.args, request);
  const old = rule.keepsArgs ? request.args : '';
  const args = added === undefined ? old : [added, old].filter((part) => part !== '').join('&');
  if (typeof rule.outcome === 'number') {
    const target = /^https?:\/\//.test(path) ? path : escapePath(path);
    return {kind: 'status', status: rule.outcome, location: args === '' ? target : `${target}?${args}`};
  }
  request.path = path === '' ? '/' : path;
  request.args = added === undefined && rule.keepsArgs ? request.args : args;
  return rule.outcome === 'next' ? undefined : {kind: rule.outcome};
}

function holds(request: NginxRequest, condition: Condition): boolean {
  switch (condition.kind) {
    case 'set': {
      const value = readVariable(request, condition.variable);
      return value !== undefined && value !== '' && value !== '0';
    }
    case 'equal': {
      const same = (readVariable(request, condition.variable) ?? '') === render(condition.value, request);
      return same !== condition.negative;
    }
    case 'regex': {
      const found = matchKept(request, condition.pattern, readVariable(request, condition.variable) ?? '');
      return (found !== undefined) !== condition.negative;
    }
    case 'file':
      return isThere(request, condition) !== condition.negative;
  }
}

function isThere(request: NginxRequest, {test, path}: Extract<Condition, {kind: 'file'}>): boolean {
  const stat = statQuietly(request, render(path, request));
  switch (test) {
    case 'f':
      return stat?.kind === 'file';
    case 'd':
      return stat?.kind === 'directory';
    case 'e':
      return stat !== undefined;
    case 'x':
      return stat !== undefined && (stat.mode & 0o111) !== 0;
  }
}
