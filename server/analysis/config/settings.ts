import { defaultPlatform, findPlatform, type Platform } from '#engine';
import type { Confidence, Level, RuleId } from '../findings/finding.js';
import type { ApiModel } from './api-models.js';

export type RuleLevel = Level | 'off';

/** Everything somebody can set. The editor calls them `dmaLens.<name>`, the command has options for some. */
export interface Settings {
  readonly enable: boolean;
  /** The name of a preset or of one of `platforms`, or `all`. */
  readonly platform: string;
  /** Machines of the project's own, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** Only what somebody set; every other rule has its own level. */
  readonly rules: ReadonlyMap<RuleId, RuleLevel>;
  readonly minConfidence: Confidence;
  readonly run: 'onType' | 'onSave';
  /** Milliseconds without typing before findings about a missing later call are shown. */
  readonly delay: number;
  readonly hover: 'full' | 'compact' | 'off';
  /** What a walk skips, in the syntax of `.gitignore`, relative to the configuration file. */
  readonly exclude: readonly string[];
  readonly apiModels: readonly ApiModel[];
  /** A kernel tree whose headers count for files that stand in none; the empty text is none. */
  readonly kernel: string;
}

/** What one place gave: the configuration file, the editor, the command line. */
export type GivenSettings = Partial<Settings>;

/** The names that change with the product's rules and presets; given from outside, because config knows neither. */
export interface KnownNames {
  readonly rules: ReadonlySet<string>;
  readonly platforms: ReadonlySet<string>;
}

/** The place where settings are written: what may be named there, and what a path means there. */
export interface SettingsPlace extends KnownNames {
  /** The kernel tree at a path, in full; `undefined` when there is none. */
  readonly kernelTree: (path: string) => string | undefined;
}

export const everyPlatform = 'all';

export const defaultSettings: Settings = {
  enable: true,
  platform: defaultPlatform.name,
  platforms: new Map(),
  rules: new Map(),
  minConfidence: 'medium',
  run: 'onType',
  delay: 400,
  hover: 'full',
  exclude: [],
  apiModels: [],
  kernel: '',
};

/** The machine of a name: one of the project's own, or a preset. */
export function platformNamed(name: string, own: Settings['platforms']): Platform | undefined {
  return own.get(name) ?? findPlatform(name);
}

/**
 * Later layers beat earlier ones: file, then editor or option. Rules and machines are combined one by one, lists are
 * replaced.
 */
export function resolveSettings(...layers: readonly GivenSettings[]): Settings {
  let settings = defaultSettings;
  for (const layer of layers) {
    settings = {
      ...settings,
      ...layer,
      rules: new Map([...settings.rules, ...(layer.rules ?? [])]),
      platforms: new Map([...settings.platforms, ...(layer.platforms ?? [])]),
    };
  }
  return settings;
}
