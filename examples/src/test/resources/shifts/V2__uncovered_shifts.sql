CREATE VIEW UncoveredShifts AS
SELECT s.Id, s.Ward, s.Begins
FROM Shifts s
LEFT JOIN ShiftAssignments a ON a.ShiftId = s.Id
WHERE a.ShiftId IS NULL;
GO

ALTER TABLE Staff ADD Active BIT NOT NULL CONSTRAINT DF_Staff_Active DEFAULT 1;
