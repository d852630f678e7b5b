import type { ConfigurationInForce } from '#protocol';
import type { Settings } from '../analysis/config/settings.js';

/** The name of our section in an editor's settings. */
export const settingsSection = 'dmaLens';

/**
 * What an editor sent: our section itself, or an object that holds it under its name, or under `settings`.
 * Clients disagree about this, and a user of a plain one writes the object by hand.
 */
export function ownSection(input: unknown): unknown {
  for (const name of [settingsSection, 'settings']) {
    if (isRecord(input) && isRecord(input[name])) {
      return ownSection(input[name]);
    }
  }
  return input;
}

export function configurationInForce(settings: Settings): ConfigurationInForce {
  const { enable, platform, minConfidence, run, delay, hover, kernel } = settings;
  const ownPlatforms = [...settings.platforms.keys()];
  return {
    enable,
    platform,
    ownPlatforms,
    minConfidence,
    run,
    delay,
    hover,
    kernel,
    rules: Object.fromEntries(settings.rules),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
