import type { Column } from '@tidegate/core/ports/model-runtime';
import type { Profile } from '@tidegate/core/profile/profile';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export function drawing(seed: number) {
  const random = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(random);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** A profile of columns in memory; on the grids of a reference where one is given. */
export function profileOf(columns: Record<string, Column>, reference?: Profile): Profile {
  const rows = Object.values(columns)[0]?.length ?? 0;
  const source = { name: 'rows', rows, digest: null };
  const counted = { model: null, columns, source };
  return reference ? countColumnsAgainst(reference, counted) : profileColumns(counted);
}
