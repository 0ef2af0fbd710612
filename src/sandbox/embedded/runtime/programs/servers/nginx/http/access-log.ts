import type {LogFormat} from '../config/compile.ts';
import type {NginxRequest} from './request.ts';
import {readVariable} from './variables.ts';

/** Writes what the access logs of a request's location want. https://nginx.org/en/docs/http/ngx_http_log_module.html */
export async function logAccess(request: NginxRequest): Promise<void> {
  const {config, log} = request.worker;
  for (const {path, what} of request.settings.accessLogs) {
    const format = config.logFormats.get(what);
    if (format) await log.access(path, `${formatLine(request, format)}\n`);
  }
}

function formatLine(request: NginxRequest, {template, escaping}: LogFormat): string {
  return template
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const value = part.kind === 'capture' ? request.captures[part.index] : readVariable(request, part.name);
      return escaped(value, escaping);
    })
    .join('');
}

function escaped(value: string | undefined, escaping: string): string {
  const text = value ?? '';
  switch (escaping) {
    case 'none':
      return text;
    case 'json':
      return text.replace(/["\\\0-\x1f]/g, jsonEscape);
    default:
      return text === '' ? '-' : text.replace(/["\\\0-\x1f\x7f-\xff]/g, hexEscape);
  }
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function jsonEscape(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}
