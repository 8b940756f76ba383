pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Our own digits. `extraKeys` holds up to two more characters (X, a decimal point, a hyphen), shown in a row of their own.
Item {
    id: keypad

    property list<string> extraKeys

    signal digit(string character)
    signal erase
    signal clear

    implicitWidth: Theme.mm(264)
    implicitHeight: keys.implicitHeight

    Grid {
        id: keys

        readonly property real keyWidth: (keypad.width - 2 * spacing) / 3

        width: parent.width
        columns: 3
        spacing: Theme.mm(5)

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

            KeypadKey {
                required property string modelData

                width: keys.keyWidth
                text: modelData
                onTapped: keypad.digit(modelData)
            }
        }

        KeypadKey {
            width: keys.keyWidth
            quiet: true
            text: qsTr("清空")
            onTapped: keypad.clear()
        }

        KeypadKey {
            width: keys.keyWidth
            text: "0"
            onTapped: keypad.digit("0")
        }

        KeypadKey {
            width: keys.keyWidth
            quiet: true
            iconName: "erase"
            accessibleName: qsTr("删除一位")
            onTapped: keypad.erase()
        }

        Repeater {
            model: keypad.extraKeys

            KeypadKey {
                required property string modelData

                width: keys.keyWidth
                text: modelData
                onTapped: keypad.digit(modelData)
            }
        }
    }
}
