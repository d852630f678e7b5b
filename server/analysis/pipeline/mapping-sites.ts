import type { MappingSite } from './file-analysis.js';
import type { ReplayedFile } from './replayed-file.js';

export function mappingSites(_file: ReplayedFile): readonly MappingSite[] {
  return [];
}
