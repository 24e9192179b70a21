<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>unroll::ui::ClipView</name>
    <message numerus="yes">
        <source>%n frames of %1 x %2 pixels</source>
        <translation>
            <numerusform>%n frame of %1 x %2 pixels</numerusform>
            <numerusform>%n frames of %1 x %2 pixels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::ComparePage</name>
    <message numerus="yes">
        <source>Settings (%n differ)</source>
        <translation>
            <numerusform>Settings (%n differs)</numerusform>
            <numerusform>Settings (%n differ)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::DataPage</name>
    <message numerus="yes">
        <source>%Ln clip(s)</source>
        <translation>
            <numerusform>%Ln clip</numerusform>
            <numerusform>%Ln clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln class(es)</source>
        <translation>
            <numerusform>%Ln class</numerusform>
            <numerusform>%Ln classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept for measures</source>
        <translation>
            <numerusform>%Ln kept for measures</numerusform>
            <numerusform>%Ln kept for measures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rejected</source>
        <translation>
            <numerusform>%Ln rejected</numerusform>
            <numerusform>%Ln rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln video(s) imported</source>
        <translation>
            <numerusform>%Ln video imported</numerusform>
            <numerusform>%Ln videos imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln here already</source>
        <translation>
            <numerusform>%Ln here already</numerusform>
            <numerusform>%Ln here already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rejected: &apos;Files with problems&apos; says why</source>
        <translation>
            <numerusform>%Ln rejected: &apos;Files with problems&apos; says why</numerusform>
            <numerusform>%Ln rejected: &apos;Files with problems&apos; says why</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::ExportDialog</name>
    <message numerus="yes">
        <source>about %1, measured on %n frames of the sample that is shown</source>
        <translation>
            <numerusform>about %1, measured on %n frame of the sample that is shown</numerusform>
            <numerusform>about %1, measured on %n frames of the sample that is shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::JobRow</name>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::RunModel</name>
    <message numerus="yes">
        <source>%Ln value(s) not finite</source>
        <translation>
            <numerusform>%Ln value not finite</numerusform>
            <numerusform>%Ln values not finite</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::SamplesPage</name>
    <message numerus="yes">
        <source>Tags of %n samples, with commas between them:</source>
        <translation>
            <numerusform>Tags of %n sample, with commas between them:</numerusform>
            <numerusform>Tags of %n samples, with commas between them:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::SettingPanel</name>
    <message numerus="yes">
        <source>Show %n ignored</source>
        <translation>
            <numerusform>Show %n ignored</numerusform>
            <numerusform>Show %n ignored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unroll::ui::TrainPage</name>
    <message numerus="yes">
        <source>The last checkpoint is of step %L1, %2: %Ln step(s) are lost.</source>
        <translation>
            <numerusform>The last checkpoint is of step %L1, %2: %Ln step is lost.</numerusform>
            <numerusform>The last checkpoint is of step %L1, %2: %Ln steps are lost.</numerusform>
        </translation>
    </message>
</context>
</TS>
