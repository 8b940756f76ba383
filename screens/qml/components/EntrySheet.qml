import QtQuick
import Hall.Models
import "../theme"

// Where a field is typed: its label and value on top, keypad or keyboard below. It covers the lower part of the page;
// the page keeps the field's row above it. `field` null: away.
Rectangle {
    id: sheet

    property FormField field: null
    readonly property bool typed: field !== null && (field.way === "keyboard" || field.way === "letters")

    signal done

    visible: field !== null
    implicitHeight: column.implicitHeight + Theme.mm(6)
    color: Theme.surface

    onFieldChanged: Qt.callLater(open) // once the box is visible: nothing else takes the focus

    function open(): void {
        if (!typed) {
            box.focus = false;
            return;
        }
        keyboard.active = true;
        box.text = field?.value ?? "";
        box.cursorPosition = box.text.length;
        box.forceActiveFocus();
    }

    // Letters that are not chosen yet are taken as they are. With none, a commit would write the first guessed word.
    function finish(): void {
        const method = Qt.inputMethod as QtObject;
        method[box.preeditText !== "" ? "commit" : "reset"]();
        box.focus = false;
        done();
    }

    MouseArea {
        anchors.fill: parent // what lies below is not touched through it
    }

    Rectangle {
        width: parent.width
        height: Theme.stroke
        color: Theme.accent
    }

    Column {
        id: column

        width: parent.width
        topPadding: Theme.mm(6)
        spacing: Theme.mm(5)

        Item {
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            height: Math.max(labels.implicitHeight, finishButton.implicitHeight)

            Column {
                id: labels

                anchors.verticalCenter: parent.verticalCenter
                width: finishButton.x - Theme.mm(8)
                spacing: Theme.mm(2)

                BodyText {
                    width: parent.width
                    quiet: true
                    text: sheet.field?.label ?? ""
                }

                Rectangle {
                    width: parent.width
                    height: Math.max(Theme.mm(20), box.implicitHeight + Theme.mm(6))
                    radius: Theme.radius
                    color: Theme.ground
                    border.width: Theme.stroke * 1.5
                    border.color: Theme.accent

                    BodyText {
                        anchors.verticalCenter: parent.verticalCenter
                        x: Theme.mm(5)
                        width: parent.width - Theme.mm(10)
                        visible: !sheet.typed
                        font.pixelSize: Theme.lead
                        font.weight: Font.Bold
                        text: sheet.field?.shown ?? ""
                    }

                    TextInput {
                        id: box

                        anchors.verticalCenter: parent.verticalCenter
                        x: Theme.mm(5)
                        width: parent.width - Theme.mm(10)
                        visible: sheet.typed
                        clip: true
                        color: Theme.ink
                        selectionColor: Theme.accent
                        font.family: Theme.family
                        font.pixelSize: Theme.lead
                        font.weight: Font.Bold
                        font.capitalization: sheet.field?.way === "letters" ? Font.AllUppercase : Font.MixedCase
                        maximumLength: sheet.field?.longest ?? 60
                        inputMethodHints: sheet.field?.way === "letters" ? Qt.ImhLatinOnly | Qt.ImhNoPredictiveText | Qt.ImhSensitiveData : Qt.ImhNoAutoUppercase | Qt.ImhSensitiveData
                        onTextEdited: sheet.field?.write(text)
                        onAccepted: sheet.finish()
                        Accessible.role: Accessible.EditableText
                        Accessible.name: sheet.field?.label ?? ""
                    }
                }
            }

            BigButton {
                id: finishButton

                anchors.right: parent.right
                anchors.bottom: parent.bottom
                kind: "main"
                iconName: "check"
                text: qsTr("填好了")
                onTapped: sheet.finish()
            }
        }

        Keypad {
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            visible: !sheet.typed
            extraKeys: sheet.field?.extraKeys ?? []
            onDigit: character => sheet.field?.press(character)
            onErase: sheet.field?.erase()
            onClear: sheet.field?.clear()
        }

        Loader {
            id: keyboard

            width: parent.width
            visible: sheet.typed
            active: false
            source: "Keyboard.qml"
        }

        Connections {
            target: keyboard.item as Keyboard

            function onHidden(): void {
                if (box.activeFocus)
                    sheet.finish();
            }
        }
    }
}
