-- How far from the point its sender may really stand, in metres, as the device said; null where a register gave the point.
ALTER TABLE appeals.appeal ADD COLUMN point_accuracy_m int CHECK (point_accuracy_m >= 0);
