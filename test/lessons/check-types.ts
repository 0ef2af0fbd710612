import {z} from 'zod';
import {defineCheck} from '../../src/lessons/checks/check.ts';
import type {CheckTypes} from '../../src/lessons/parse.ts';

const judged = {
  subject: () => ({api: 'commands'}) as const,
  evaluate: () => ({verdict: 'passed'}) as const,
};

/** A small table, so that the tests of the parser do not change with the check types. */
export const fewCheckTypes: CheckTypes = {
  container: defineCheck({
    type: 'container',
    params: z.strictObject({
      name: z.string(),
      state: z.enum(['created', 'running', 'exited']).exactOptional(),
      ports: z.record(z.string(), z.union([z.int(), z.string()])).exactOptional(),
      labels: z.record(z.string().regex(/^[a-z]+$/, 'expected lower case'), z.string()).exactOptional(),
      memory: z.union([z.int(), z.strictObject({limit: z.int()})]).exactOptional(),
    }),
    ...judged,
  }),
  http: defineCheck({
    type: 'http',
    params: z.strictObject({url: z.url(), status: z.int().exactOptional()}),
    ...judged,
  }),
  quiz: defineCheck({type: 'quiz', params: z.strictObject({right: z.array(z.int())}), ...judged}),
};
