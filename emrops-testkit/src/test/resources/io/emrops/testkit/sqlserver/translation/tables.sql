CREATE TABLE Dept (Id int IDENTITY(1,1) NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL, Floor smallint NULL);
CREATE TABLE Emp (Id int NOT NULL PRIMARY KEY, Name nvarchar(30) NOT NULL, Dept int NULL, Salary decimal(9,2) NULL,
  Hired datetime NULL, Active bit NOT NULL, Note varchar(20) NULL);
CREATE TABLE Word (Id int NOT NULL, W varchar(10) NULL);
CREATE TABLE Node (Id int NOT NULL, Parent int NULL, Name varchar(10) NOT NULL);
CREATE TABLE Stock (Id bigint NOT NULL, Amount money NULL, Part tinyint NULL, Ratio float NULL, Code uniqueidentifier NULL, Txt text NULL, Doc xml NULL);
CREATE TABLE AuditLog (id int NOT NULL, [Timestamp] datetime NOT NULL, event_time datetime NOT NULL, event_type varchar(20) NOT NULL);
CREATE TABLE AccessLog (UserId int NOT NULL);
CREATE TABLE Users (username nvarchar(50) NOT NULL, last_login datetime NULL, failed_attempts int NOT NULL, role varchar(10) NOT NULL);
CREATE TABLE [ops].[Weird "Name]]] ([a b] int NULL, [select] int NULL, [q"q] int NULL);
INSERT INTO Dept (Name, Floor) VALUES ('Surgery', 1), ('Radiology', 2), ('Archive', NULL);
INSERT INTO Emp (Id, Name, Dept, Salary, Hired, Active, Note) VALUES
  (1, N'Ann', 1, 5000.00, '20200101', 1, 'day'),
  (2, N'Bob', 1, 4000.50, '20210615', 1, NULL),
  (3, N'Cid', 2, 4000.50, '20220301', 0, 'night'),
  (4, N'Dora', NULL, NULL, NULL, 1, 'day ');
INSERT INTO Word (Id, W) VALUES (1, 'a'), (2, 'A '), (3, 'b'), (4, NULL), (5, '');
INSERT INTO Node (Id, Parent, Name) VALUES (1, NULL, 'root'), (2, 1, 'left'), (3, 1, 'right'), (4, 2, 'leaf');
INSERT INTO Stock (Id, Amount, Part, Ratio, Code, Txt, Doc) VALUES (1, 1.5, 200, 0.5, '6F9619FF-8B86-D011-B42D-00C04FC964FF', 'long', '<a/>');
INSERT INTO AuditLog (id, [Timestamp], event_time, event_type) VALUES
  (1, '20260101', '20260101', 'login'), (2, '20260130 10:00', '20260131 11:30', 'login'), (3, '20260129', '20260131 02:00', 'denied');
INSERT INTO AccessLog (UserId) VALUES (7), (7), (8);
INSERT INTO Users (username, last_login, failed_attempts, role) VALUES
  (N'eve', '20260130', 0, 'ADMIN'), (N'mallory', '20250101', 9, 'admin '), (N'trent', '20260101', 1, 'NURSE');
INSERT INTO [ops].[Weird "Name]]] ([a b], [select], [q"q]) VALUES (1, 2, 3);
