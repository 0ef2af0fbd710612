import {type Condition, parseCondition} from './condition.ts';
import {Scope} from './directive.ts';
import {parseReturn, parseRewrite, type ReturnRule, type RewriteRule} from './rewrite-rule.ts';
import {type LocationSettings, readSettings, type SettingsPlace} from './settings.ts';
import {parseTemplate, type Template} from './template.ts';

/** One step of the rewrite module, in the order of the file. */
export type ScriptStep =
  | {readonly kind: 'set'; readonly variable: string; readonly value: Template}
  | {readonly kind: 'break'}
  | {readonly kind: 'return'; readonly rule: ReturnRule}
  | {readonly kind: 'rewrite'; readonly rule: RewriteRule}
  /** `settings` hold once the condition was true; of a server's they stay what they are. */
  | {
      readonly kind: 'if';
      readonly condition: Condition;
      readonly script: readonly ScriptStep[];
      readonly settings: LocationSettings | undefined;
    };

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html */
export function readScript(scope: Scope, place: SettingsPlace, isServer: boolean): readonly ScriptStep[] {
  return scope.directives.flatMap((directive): readonly ScriptStep[] => {
    const {name, args, block = []} = directive;
    switch (name) {
      case 'set':
        return [{kind: 'set', variable: (args[0] ?? '').slice(1).toLowerCase(), value: parseTemplate(args[1] ?? '')}];
      case 'break':
        return [{kind: 'break'}];
      case 'return':
        return [{kind: 'return', rule: parseReturn(directive)}];
      case 'rewrite':
        return [{kind: 'rewrite', rule: parseRewrite(directive)}];
      case 'if': {
        const inner = new Scope(block, scope);
        return [
          {
            kind: 'if',
            condition: parseCondition(directive),
            script: readScript(inner, place, isServer),
            settings: isServer ? undefined : readSettings(inner, {...place, isAnonymous: true}),
          },
        ];
      }
      default:
        return [];
    }
  });
}
