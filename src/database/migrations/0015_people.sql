-- Since when somebody does not work here any more. The row stays: what they did is told with their name.
alter table agents add column left_at timestamptz;
