import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings
import QtQuick.VirtualKeyboard.Styles
import "../theme"

// The one place where the virtual keyboard is: Pinyin and English. Loaded when it is first needed.
InputPanel {
    id: panel

    signal hidden // by its own key

    visible: active
    onActiveChanged: {
        if (!active)
            hidden();
    }

    Component.onCompleted: {
        VirtualKeyboardSettings.activeLocales = ["zh_CN", "en_GB"];
        VirtualKeyboardSettings.locale = "zh_CN";
        VirtualKeyboardSettings.wordCandidateList.alwaysVisible = true;
        dress();
    }

    Connections {
        target: Theme

        function onElderChanged(): void {
            panel.dress();
        }

        function onHighContrastChanged(): void {
            panel.dress();
        }
    }

    // Qt's own style in our colours, with larger letters: its sizes follow from the width it is designed for.
    function dress(): void {
        const style = panel.keyboard.style;
        style.keyboardDesignWidth = Theme.elder ? 1750 : 1950;
        style.keyboardBackgroundColor = Theme.line;
        style.normalKeyBackgroundColor = Theme.highContrast ? Theme.ground : Theme.accent;
        style.highlightedKeyBackgroundColor = Theme.highContrast ? Theme.ground : Theme.pressed;
        style.selectionListHeight = Theme.mm(Theme.elder ? 22 : 18);
        style.selectionListDelegate = candidate;
        style.selectionListAdd = null; // candidates stand still: one that moves can't be hit
        style.selectionListRemove = null;
        style.selectionListBackgroundColor = Theme.surface;
        style.selectionListTextColor = Theme.ink;
        style.selectionListSeparatorColor = Theme.edge;
        style.popupBackgroundColor = Theme.surface;
        style.popupTextColor = Theme.ink;
        style.popupBorderColor = Theme.edge;
        style.popupHighlightColor = Theme.accentSoft;
    }

    Component {
        id: candidate

        SelectionListItem {
            id: item

            width: Math.max(words.implicitWidth + Theme.mm(9), Theme.mm(16))

            Text {
                id: words

                anchors.centerIn: parent
                // The list's role. Not a required property: Qt's own item needs the roles in its context, too.
                text: display // qmllint disable unqualified
                color: Theme.ink
                font.family: Theme.family
                font.pixelSize: Theme.lead
                font.weight: item.ListView.isCurrentItem ? Font.Bold : Font.Normal
                textFormat: Text.PlainText
            }

            Rectangle {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.hairline
                height: parent.height * 0.5
                color: Theme.edge
            }
        }
    }
}
