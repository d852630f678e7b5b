// Writes schemas/config.schema.json from the rules and presets there are, and the presets of the setting
// `dmaLens.platform` in package.json. Needs a build: it reads out/.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allRules } from '../out/server/analysis/index.js';
import { configurationSchema } from '../out/server/analysis/config/schema.js';
import { platforms } from '../out/engine/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const schema = 'schemas/config.schema.json';
writeFileSync(`${root}/${schema}`, JSON.stringify(configurationSchema(allRules, platforms)));

const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
// VS Code takes one group of settings or a list of groups.
const groups = [manifest.contributes?.configuration ?? []].flat();
const setting = groups.map((group) => group.properties?.['dmaLens.platform']).find((it) => it !== undefined);
if (setting === undefined) {
  throw new Error('package.json has no setting dmaLens.platform to fill');
}
setting.enum = platforms.map((platform) => platform.name);
setting.enumDescriptions = platforms.map((platform) => platform.title);
writeFileSync(`${root}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
execFileSync('npx', ['biome', 'format', '--write', schema, 'package.json'], { cwd: root, stdio: 'ignore' });
