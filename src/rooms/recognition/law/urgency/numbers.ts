import type { UrgencySign } from '../../../../kernel/urgency.ts';

export const services = ['fire', 'police', 'ambulance', 'gas', 'rescue', 'child_line', 'women_line'] as const;
export type Service = (typeof services)[number];
export type EmergencyNumbers = Readonly<Record<Service, string>>;

/**
 * Short numbers of Kazakhstan, the same in the whole country and free of charge. An installation elsewhere hands in its own.
 * 101, 102, 103, 104, 112: the emergency services and the single one of the Ministry for Emergency Situations. 111: the line on families, women and the rights of
 * children. 150: the trust line for women and children of the crisis centres.
 */
export const defaultNumbers: EmergencyNumbers = { fire: '101', police: '102', ambulance: '103', gas: '104', rescue: '112', child_line: '111', women_line: '150' };

/** Whom to call first, and whom then. */
export const servicesFor: Readonly<Record<UrgencySign, readonly Service[]>> = {
  fire: ['fire', 'rescue'], gas: ['gas', 'rescue'], wire: ['rescue'], collapse: ['rescue', 'ambulance'], manhole: ['rescue'], cold: ['rescue'],
  violence: ['police', 'women_line'], child: ['police', 'child_line'], suicide: ['women_line', 'ambulance'], help: ['ambulance', 'rescue'], danger: ['rescue'],
};

/** As a setting has them: `gas=104 police=102`. What it does not name stays as it is here. */
export const numbersFrom = (setting: string | undefined): EmergencyNumbers => {
  const given = Object.fromEntries((setting ?? '').split(' ').filter(Boolean).map((pair) => pair.split('=')));
  return { ...defaultNumbers, ...Object.fromEntries(services.flatMap((service) => (typeof given[service] === 'string' ? [[service, given[service]]] : []))) };
};
