import type { Day } from '../../../kernel/day.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';
import { defaultNumbers, numbersFrom, servicesFor, type EmergencyNumbers } from '../law/urgency/numbers.ts';
import { urgencyOf, type Urgency } from '../law/urgency/urgency.ts';

let numbers: EmergencyNumbers = defaultNumbers;

/** The installation's own, handed in once at start. */
export const setEmergencyNumbers = (setting: string | undefined): void => { numbers = numbersFrom(setting); };

/** Signs of danger in the words, each with whom to call here. */
export const dangersIn = (text: string, on: Day): readonly Urgency[] => urgencyOf(text, { on, numbers });

/** What to say of a sign that was found before: whom to call here. */
export const dangerOf = (sign: UrgencySign): Pick<Urgency, 'sign' | 'emergency'> => ({ sign, emergency: servicesFor[sign].map((service) => numbers[service]) });
