package io.emrops.sqlserver.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanRedactorTest {
    static final String PLAN = """
            <?xml version="1.0" encoding="utf-16"?>
            <ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" Version="1.564" Build="16.0.1000.6">
            <!-- Lovelace -->
            <BatchSequence><Batch><Statements>
            <StmtSimple StatementText="SELECT * FROM Patients WHERE Name = N'Lovelace' AND Id = 4711" StatementId="1" StatementType="SELECT"
              QueryHash="0x1A2B3C4D5E6F7081" ParameterizedText="(@1 int)SELECT * FROM Patients WHERE Id=@1" SomethingNew="Lovelace" SubTreeCost="0.0032">
              <QueryPlan CachedPlanSize="24">
                <InternalInfo><Env Note="Lovelace"><Deep Name="Lovelace"/></Env></InternalInfo>
                <RelOp NodeId="0" PhysicalOp="Index Seek" LogicalOp="Index Seek" EstimateRows="1.5e+3" Parallel="false">
                  <IndexScan><Object Database="[EMRNext]" Schema="[dbo]" Table="[Patients]" Index="[PK_Patients]"/>
                  <SeekPredicates><ScalarOperator ScalarString="[EMRNext].[dbo].[Patients].[Name]=N'Lovelace'"><Const ConstValue="N'Lovelace'"/></ScalarOperator>
                  <ScalarOperator ScalarString="[EMRNext].[dbo].[Patients].[Id]=(4711)"><Const ConstValue="(4711)"/></ScalarOperator></SeekPredicates></IndexScan>
                </RelOp>
                <ParameterList><ColumnReference Column="@name" ParameterDataType="nvarchar(50)" ParameterCompiledValue="N'Lovelace'" ParameterRuntimeValue="N'Lovelace'"/></ParameterList>
                <Warnings><PlanAffectingConvert ConvertIssue="Seek Plan" Expression="CONVERT_IMPLICIT(int,[Name],0)=N'Lovelace'"/></Warnings>
                Lovelace<![CDATA[Lovelace]]>
              </QueryPlan>
            </StmtSimple></Statements></Batch></BatchSequence></ShowPlanXML>""";

    @Test
    void values_are_gone_and_the_way_is_left() {
        var redacted = PlanRedactor.redact(PLAN).orElseThrow();

        assertThat(redacted)
                .doesNotContain("Lovelace")
                .doesNotContain("4711")
                .doesNotContain("InternalInfo")
                .contains("xmlns=\"http://schemas.microsoft.com/sqlserver/2004/07/showplan\"")
                .contains("StatementText=\"SELECT * FROM Patients WHERE Name = ? AND Id = ?\"")
                .contains("SomethingNew=\"?\"")
                .contains("ConstValue=\"?\"")
                .contains("ParameterCompiledValue=\"?\" ParameterRuntimeValue=\"?\"")
                .contains("ScalarString=\"?\"")
                .contains("ScalarString=\"[EMRNext].[dbo].[Patients].[Id]=(?)\"")
                .contains("PhysicalOp=\"Index Seek\"")
                .contains("Table=\"[Patients]\" Index=\"[PK_Patients]\"")
                .contains("EstimateRows=\"1.5e+3\"")
                .contains("QueryHash=\"0x1A2B3C4D5E6F7081\"")
                .contains("SubTreeCost=\"0.0032\"");
        assertThat(PlanRedactor.redact(redacted)).contains(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Lovelace",
                "<ShowPlanXML>",
                "<ShowPlanXML a='Lovelace'",
                "<!DOCTYPE x [<!ENTITY e \"Lovelace\">]><ShowPlanXML>&e;</ShowPlanXML>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ShowPlanXML StatementText=\"&e;\"/>",
                "<a></b>",
            })
    void what_cannot_be_read_is_not_shown(String plan) {
        assertThat(PlanRedactor.redact(plan)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Name]=N'O'Brien, Lovelace' AND [Ward]=N'Ada'",
                "[Name]='it's Lovelace'",
                "[Name]=\"O'Lovelace\"",
                "[Name]=N'Lovelace",
            })
    void an_expression_whose_quotes_may_not_be_doubled_is_left_out_whole(String expression) {
        assertThat(PlanRedactor.redacted("ScalarString", expression)).isEqualTo("?");
        assertThat(PlanRedactor.redacted("Expression", expression)).isEqualTo("?");
    }

    @Test
    void a_plan_that_is_cut_off_anywhere_is_not_shown() {
        for (var end = 0; end < PLAN.length(); end += 7) {
            assertThat(PlanRedactor.redact(PLAN.substring(0, end))).isEmpty();
        }
    }
}
