import { refusals as duties } from './duties.ts';
import { refusals as bookings } from './bookings.ts';
import { refusals as queue } from './queue.ts';
import { refusals as visits } from './visits.ts';
import { refusals as outings } from './outings.ts';
import { refusals as figures } from './figures.ts';

export const refusalWords = { ...duties, ...bookings, ...queue, ...visits, ...outings, ...figures };
