import { switches } from '#engine';
import { apiEffects, apiRoles } from './api-models.js';
import { platformName } from './own-platforms.js';
import { ruleLevels } from './parse-settings.js';
import { defaultSettings, everyPlatform, type RuleLevel } from './settings.js';

export interface DescribedRule {
  readonly id: string;
  readonly summary: string;
  readonly level: RuleLevel;
  readonly onByDefault: boolean;
}

export interface DescribedPlatform {
  readonly name: string;
  readonly title: string;
}

/** The JSON schema (draft-07) of `.dma-lens.json`: what editors complete from and check against. */
export function configurationSchema(
  rules: readonly DescribedRule[],
  platforms: readonly DescribedPlatform[],
): Readonly<Record<string, unknown>> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'DMA Lens configuration',
    description: 'Counts for every file below its folder, up to the next file of this name.',
    type: 'object',
    additionalProperties: false,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      platform: platformSchema(platforms),
      platforms: ownPlatformsSchema(platforms),
      rules: {
        description: 'Levels that differ from a rule’s own.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
      },
      exclude: {
        description: 'What a walk over a folder skips, in the syntax of `.gitignore`, relative to this file.',
        type: 'array',
        items: { type: 'string', pattern: '\\S' },
      },
      apiModels: apiModelsSchema,
      kernel: {
        description: 'A kernel tree whose headers count for files that stand in none; relative to this file.',
        type: 'string',
      },
    },
  };
}

function platformSchema(platforms: readonly DescribedPlatform[]): object {
  return {
    description: 'The machine whose consequences are shown. A broken contract is reported on every one.',
    default: defaultSettings.platform,
    anyOf: [
      {
        enum: [...platforms.map((it) => it.name), everyPlatform],
        enumDescriptions: [...platforms.map((it) => it.title), 'Every machine; each finding once, at its worst level.'],
      },
      { description: 'One of `platforms`.', type: 'string', pattern: platformName.source },
    ],
  };
}

function ownPlatformsSchema(platforms: readonly DescribedPlatform[]): object {
  const described = Object.entries(switches).map(([name, { about, schema }]) => [
    name,
    { description: `${about}.`, ...schema },
  ]);
  return {
    description: 'Machines of the project’s own: a preset with other values.',
    type: 'object',
    propertyNames: { pattern: platformName.source, not: { enum: [...platforms.map((it) => it.name), everyPlatform] } },
    additionalProperties: {
      type: 'object',
      required: ['extends'],
      additionalProperties: false,
      properties: {
        extends: {
          description: 'The preset that everything else is taken from.',
          enum: platforms.map((it) => it.name),
          enumDescriptions: platforms.map((it) => it.title),
        },
        ...Object.fromEntries(described),
      },
    },
  };
}

function ruleSchema({ summary, level, onByDefault }: DescribedRule): object {
  return { description: `${summary}.`, default: onByDefault ? level : 'off', enum: ruleLevels };
}

const apiModelsSchema = {
  description: 'Wrappers of the DMA API that the analysis cannot look into.',
  type: 'array',
  items: {
    type: 'object',
    required: ['name', 'does', 'parameters'],
    properties: {
      name: { description: 'The name of the C function.', type: 'string', pattern: '^[A-Za-z_]\\w*$' },
      does: { description: 'What a call of it means.', enum: apiEffects },
      parameters: {
        description: 'What each parameter is, in order.',
        type: 'array',
        items: { enum: apiRoles },
      },
    },
  },
};
