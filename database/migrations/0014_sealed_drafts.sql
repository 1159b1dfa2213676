-- Every value of an unfinished form is sealed from now on under a key outside the database: it may be a personal number.
UPDATE appeals.draft SET fields = '{}';
