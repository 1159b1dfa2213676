import type { Lexicon } from './entry.ts';
import { animals } from './animals.ts';
import { cultureSport } from './culture-sport.ts';
import { ecology } from './ecology.ts';
import { education } from './education.ts';
import { gas } from './gas.ts';
import { govServices } from './gov-services.ts';
import { health } from './health.ts';
import { heating } from './heating.ts';
import { housingMaintenance } from './housing-maintenance.ts';
import { housingProvision } from './housing-provision.ts';
import { illegalAds } from './illegal-ads.ts';
import { labour } from './labour.ts';
import { landConstruction } from './land-construction.ts';
import { landscaping } from './landscaping.ts';
import { lighting } from './lighting.ts';
import { other } from './other.ts';
import { parking } from './parking.ts';
import { power } from './power.ts';
import { roads } from './roads.ts';
import { safety } from './safety.ts';
import { snowIce } from './snow-ice.ts';
import { social } from './social.ts';
import { telecom } from './telecom.ts';
import { trade } from './trade.ts';
import { transport } from './transport.ts';
import { utilityBills } from './utility-bills.ts';
import { waste } from './waste.ts';
import { water } from './water.ts';

/** By the codes of the topics that ship. A topic that an installation adds has none, and is only learned. */
export const lexicons: Readonly<Record<string, Lexicon>> = {
  animals,
  culture_sport: cultureSport,
  ecology,
  education,
  gas,
  gov_services: govServices,
  health,
  heating,
  housing_maintenance: housingMaintenance,
  housing_provision: housingProvision,
  illegal_ads: illegalAds,
  labour,
  land_construction: landConstruction,
  landscaping,
  lighting,
  other,
  parking,
  power,
  roads,
  safety,
  snow_ice: snowIce,
  social,
  telecom,
  trade,
  transport,
  utility_bills: utilityBills,
  waste,
  water,
};
