pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A clerk's own screen between two people: three ways to find out who stands opposite, by mouse or by F2, F3 and the
// number's Enter.
HallPage {
    id: view

    required property ClerkDeskModel page
    readonly property list<string> keys: ["F2", "F3"]

    function entry(index: int): MenuEntry {
        return page.entries[index] as MenuEntry;
    }

    function choose(index: int): void {
        if (entry(index).resting === "")
            page.choose(entry(index).key);
    }

    title: qsTr("下一位：核验身份")
    canLeave: false
    showBar: false
    Component.onCompleted: number.forceActiveFocus()

    Shortcut {
        sequence: "F2"
        onActivated: view.choose(0)
    }

    Shortcut {
        sequence: "F3"
        onActivated: view.choose(1)
    }

    Shortcut {
        sequence: "F4"
        onActivated: number.forceActiveFocus()
    }

    Column {
        id: ways

        width: (parent.width - Theme.mm(14)) / 2
        spacing: Theme.mm(8)

        Repeater {
            model: view.page.entries.slice(0, 2)

            ChoiceTile {
                id: tile

                required property MenuEntry modelData
                required property int index

                width: ways.width
                height: Math.max(implicitHeight, Theme.mm(44))
                title: modelData.title
                hint: modelData.about
                iconName: modelData.icon
                resting: modelData.resting
                trailing: view.keys[index]
                onTapped: view.choose(tile.index)
            }
        }
    }

    Panel {
        anchors.left: ways.right
        anchors.leftMargin: Theme.mm(14)
        anchors.right: parent.right
        spacing: Theme.mm(5)

        TitleText {
            width: parent.width
            size: Theme.lead
            text: view.entry(2).title + "  F4"
        }

        BodyText {
            width: parent.width
            quiet: true
            text: view.entry(2).about
        }

        Rectangle {
            width: parent.width
            height: Theme.mm(22)
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.stroke * (number.activeFocus ? 1.5 : 1)
            border.color: view.page.error !== "" ? Theme.danger : number.activeFocus ? Theme.accent : Theme.edge

            TextInput {
                id: number

                anchors.verticalCenter: parent.verticalCenter
                x: Theme.mm(6)
                width: parent.width - 2 * x
                clip: true
                enabled: view.entry(2).resting === ""
                color: Theme.ink
                selectionColor: Theme.accent
                font.family: Theme.family
                font.pixelSize: Theme.heading
                font.weight: Font.DemiBold
                font.letterSpacing: Theme.mm(0.6)
                font.capitalization: Font.AllUppercase
                maximumLength: 18
                inputMethodHints: Qt.ImhLatinOnly | Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
                validator: RegularExpressionValidator {
                    regularExpression: /[0-9]{0,17}[0-9Xx]?/
                }
                onTextEdited: view.page.retyped()
                onAccepted: view.page.number(text)
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("身份证号")
            }
        }

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.error !== "" ? view.page.error : view.entry(2).resting
        }

        BigButton {
            anchors.right: parent.right
            kind: "main"
            iconName: "face"
            enabled: number.length === 18 && number.enabled
            text: qsTr("请对方刷脸")
            onTapped: view.page.number(number.text)
        }
    }

    Notice {
        anchors.bottom: parent.bottom
        width: parent.width
        kind: view.page.filingDue ? "warn" : "info"
        text: view.page.kept + (view.page.filingDue ? qsTr("；人数达到备案要求，请告诉管理员") : "")
    }
}
