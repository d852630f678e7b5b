// Writes schemas/config.schema.json from the rules and presets there are. Needs a build: it reads out/.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allRules } from '../out/server/analysis/index.js';
import { configurationSchema } from '../out/server/analysis/config/schema.js';
import { platforms } from '../out/engine/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = 'schemas/config.schema.json';
writeFileSync(new URL(`../${path}`, import.meta.url), JSON.stringify(configurationSchema(allRules, platforms)));
execFileSync('npx', ['biome', 'format', '--write', path], { cwd: root, stdio: 'ignore' });
