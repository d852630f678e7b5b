import type { ExploredFile } from './analyze-functions.js';
import type { MappingSite } from './file-analysis.js';

export function mappingSites(_text: string, _explored: ExploredFile, _platform: string): readonly MappingSite[] {
  return [];
}
