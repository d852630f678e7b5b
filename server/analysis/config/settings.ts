import type { Confidence, Level, RuleId } from '../findings/finding.js';
import type { ApiModel } from './api-models.js';

export type RuleLevel = Level | 'off';

/** Everything somebody can set. The editor calls them `dmaLens.<name>`, the command has options for some. */
export interface Settings {
  readonly enable: boolean;
  /** A preset's name, or `all`. */
  readonly platform: string;
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
}

/** What one place gave: the configuration file, the editor, the command line. */
export type GivenSettings = Partial<Settings>;

/** The names that change with the product's rules and presets; given from outside, because config knows neither. */
export interface KnownNames {
  readonly rules: ReadonlySet<string>;
  readonly platforms: ReadonlySet<string>;
}

export const everyPlatform = 'all';

export const defaultSettings: Settings = {
  enable: true,
  platform: 'armv7-iommu',
  rules: new Map(),
  minConfidence: 'medium',
  run: 'onType',
  delay: 400,
  hover: 'full',
  exclude: [],
  apiModels: [],
};

/** Later layers beat earlier ones: file, then editor or option. Rules are combined one by one, lists are replaced. */
export function resolveSettings(...layers: readonly GivenSettings[]): Settings {
  let settings = defaultSettings;
  for (const layer of layers) {
    settings = { ...settings, ...layer, rules: new Map([...settings.rules, ...(layer.rules ?? [])]) };
  }
  return settings;
}
