CREATE TABLE A (Id int NOT NULL PRIMARY KEY, K int NULL, S varchar(5) NULL);
CREATE TABLE B (Id int NOT NULL, K int NULL, S varchar(5) NULL);
INSERT INTO A (Id, K, S) VALUES (1, 1, 'a'), (2, 2, 'A '), (3, NULL, 'b'), (4, 1, NULL), (5, 3, ''), (6, NULL, '  '), (7, 2, 'B');
INSERT INTO B (Id, K, S) VALUES (1, 2, 'a '), (2, NULL, NULL), (2, 1, 'c'), (9, 9, 'A');
