CREATE SCHEMA units;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The tree of places by КАТО code; the country is 000000000.
CREATE TABLE units.territory (
  code text PRIMARY KEY CHECK (code ~ '^[0-9]{9}$'),
  parent_code text REFERENCES units.territory,
  -- 0 country, 1 region, 2 district or city, 3 okrug, 4 settlement
  level int NOT NULL CHECK (level BETWEEN 0 AND 4),
  kind text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  -- from the country down to this place
  path text[] NOT NULL,
  -- folded names in all languages
  search text NOT NULL,
  gone_on date
);
-- the places of a place: … WHERE parent_code = $1 ORDER BY name
CREATE INDEX territory_parent ON units.territory (parent_code);
-- a place by a part of its name in either script: … WHERE search LIKE '%' || $1 || '%'
CREATE INDEX territory_search ON units.territory USING gin (search gin_trgm_ops);

CREATE TABLE units.topic (
  code text PRIMARY KEY,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  place int NOT NULL,
  active boolean NOT NULL DEFAULT true
);

-- Branches of the organisation and bodies of the executive vertical: one tree each, never shown as one another.
CREATE TABLE units.unit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('branch', 'body')),
  level text NOT NULL CHECK (level IN ('central', 'region', 'district', 'primary')),
  -- stands before the number of an appeal
  code text NOT NULL CONSTRAINT unit_code UNIQUE CHECK (code ~ '^[A-Z0-9]{2,10}$'),
  parent_id bigint REFERENCES units.unit,
  -- from the root down to this unit
  path bigint[] NOT NULL DEFAULT '{}',
  territory_code text NOT NULL REFERENCES units.territory,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  address text,
  phone text,
  -- whose terms bind it: its own charter, or the Code
  profile text NOT NULL DEFAULT 'internal' CHECK (profile IN ('internal', 'appk')),
  calendar text NOT NULL DEFAULT 'kz5',
  -- minutes after midnight; what comes later is registered the next working day
  closing_minute int NOT NULL DEFAULT 1110 CHECK (closing_minute BETWEEN 0 AND 1440),
  opened_on date NOT NULL DEFAULT '2020-01-01',
  closed_on date
);
-- a unit and all below it: … WHERE path @> ARRAY[$1]
CREATE INDEX unit_path ON units.unit USING gin (path);
CREATE INDEX unit_parent ON units.unit (parent_id);
-- the branch of a place: … WHERE territory_code = ANY ($1) AND kind = 'branch'
CREATE INDEX unit_territory ON units.unit (territory_code, kind);

-- Which body answers for which topic in which territory, over time.
CREATE TABLE units.competence (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic_code text NOT NULL REFERENCES units.topic,
  territory_code text NOT NULL REFERENCES units.territory,
  unit_id bigint NOT NULL REFERENCES units.unit,
  from_on date NOT NULL,
  to_on date CHECK (to_on >= from_on)
);
-- one answer at a time: … WHERE topic_code = $1 AND territory_code = ANY ($2) AND to_on IS NULL
CREATE UNIQUE INDEX competence_current ON units.competence (topic_code, territory_code) WHERE to_on IS NULL;
CREATE INDEX competence_unit ON units.competence (unit_id) WHERE to_on IS NULL;

INSERT INTO units.territory (code, parent_code, level, kind, name_kk, name_ru, name_en, path, search)
VALUES ('000000000', NULL, 0, 'country', 'Қазақстан', 'Казахстан', 'Kazakhstan', '{000000000}', 'казакстан казахстан kazakhstan');

-- Topics are data: an installation changes them.
INSERT INTO units.topic (code, name_kk, name_ru, name_en, place) VALUES
  ('roads', 'Жолдар мен тротуарлар', 'Дороги и тротуары', 'Roads and pavements', 1),
  ('lighting', 'Көше жарығы', 'Уличное освещение', 'Street lighting', 2),
  ('snow_ice', 'Қар және көктайғақ', 'Снег и гололёд', 'Snow and ice', 3),
  ('waste', 'Қоқыс және санитарлық тазалық', 'Мусор и санитарная очистка', 'Waste and cleaning', 4),
  ('transport', 'Қоғамдық көлік', 'Общественный транспорт', 'Public transport', 5),
  ('parking', 'Автотұрақтар', 'Парковки', 'Parking', 6),
  ('landscaping', 'Абаттандыру және көгалдандыру', 'Благоустройство и озеленение', 'Landscaping', 7),
  ('illegal_ads', 'Заңсыз жарнама мен жазулар', 'Незаконная реклама и надписи', 'Illegal ads and graffiti', 8),
  ('housing_maintenance', 'Көппәтерлі үйлерді күтіп ұстау (МИБ/ҚСК)', 'Содержание многоквартирных домов (ОСИ/КСК)', 'Apartment building upkeep', 9),
  ('heating', 'Жылумен жабдықтау', 'Теплоснабжение', 'Heating', 10),
  ('water', 'Сумен жабдықтау және кәріз', 'Водоснабжение и канализация', 'Water and sewerage', 11),
  ('power', 'Электрмен жабдықтау', 'Электроснабжение', 'Electricity', 12),
  ('gas', 'Газбен жабдықтау', 'Газоснабжение', 'Gas', 13),
  ('utility_bills', 'Коммуналдық төлемдер мен тарифтер', 'Коммунальные платежи и тарифы', 'Utility bills and tariffs', 14),
  ('health', 'Денсаулық сақтау', 'Здравоохранение', 'Health', 15),
  ('education', 'Білім беру', 'Образование', 'Education', 16),
  ('social', 'Әлеуметтік қорғау', 'Социальная защита', 'Social protection', 17),
  ('labour', 'Еңбек және жұмыспен қамту', 'Труд и занятость', 'Labour and employment', 18),
  ('housing_provision', 'Тұрғын үй және кезек', 'Жильё и жилищная очередь', 'Housing provision', 19),
  ('land_construction', 'Жер және құрылыс', 'Земля и строительство', 'Land and construction', 20),
  ('ecology', 'Экология', 'Экология', 'Ecology', 21),
  ('animals', 'Қараусыз жануарлар', 'Безнадзорные животные', 'Stray animals', 22),
  ('safety', 'Қоғамдық тәртіп және қауіпсіздік', 'Общественный порядок и безопасность', 'Public order and safety', 23),
  ('culture_sport', 'Мәдениет және спорт', 'Культура и спорт', 'Culture and sport', 24),
  ('trade', 'Сауда және қызмет көрсету', 'Торговля и услуги', 'Trade and services', 25),
  ('telecom', 'Байланыс және интернет', 'Связь и интернет', 'Telecom', 26),
  ('gov_services', 'Мемлекеттік қызметтер мен органдар', 'Госуслуги и работа госорганов', 'Public services', 27),
  ('other', 'Басқа', 'Другое', 'Other', 28);
